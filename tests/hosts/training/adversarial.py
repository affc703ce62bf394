# SPDX-License-Identifier: MIT
"""Two networks, two optimisers: the generator is reached through the other network."""
import torch
from torch import nn

generator = nn.Sequential(nn.Linear(100, 64), nn.ReLU(), nn.Linear(64, 784), nn.Tanh())
critic = nn.Sequential(nn.Linear(784, 64), nn.LeakyReLU(0.2), nn.Linear(64, 1), nn.Sigmoid())
criterion = nn.BCELoss()
critic_steps = torch.optim.Adam(critic.parameters(), lr=0.0002)
generator_steps = torch.optim.Adam(generator.parameters(), lr=0.0002)


def run(loader):
    for epoch in range(25):  #> loop other rounds:25
        for real, _ in loader:  #> loop trains
            critic.zero_grad()  #> zero_grad critic
            ones = torch.ones(len(real), 1)
            zeros = torch.zeros(len(real), 1)
            criterion(critic(real), ones).backward()  #> forward critic; loss BCELoss; backward reaches:critic,?
            fake = generator(torch.randn(64, 100))  #> forward generator
            criterion(critic(fake.detach()), zeros).backward()  #> forward critic; loss BCELoss; backward reaches:critic cut:detach@21
            critic_steps.step()  #> step critic_steps
            generator_steps.zero_grad()  #> zero_grad generator_steps
            criterion(critic(fake), ones).backward()  #> forward critic; loss BCELoss; backward reaches:critic,generator
            generator_steps.step()  #> step generator_steps
# models generator: {"learners": [["Adam", 0.0002, null]]}
# models critic: {"learners": [["Adam", 0.0002, "BCELoss"]], "training": {"method": "loop", "batch_size": null, "epochs": 25, "shuffle": null}, "labels": [null, null, null], "inputs": null, "targets": [[null, 1], 1, 1, null]}
# optimizers critic_steps 9: {"kind": "Adam", "rate": 0.0002, "known": true, "owners": [["critic", 7, true]]}
# optimizers generator_steps 10: {"kind": "Adam", "rate": 0.0002, "known": true, "owners": [["generator", 6, true]]}
