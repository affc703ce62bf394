# SPDX-License-Identifier: MIT
"""Nothing calls it: names alone tell what happens."""


def train_one_epoch(model, loader, optimizer, lr_schedule, criterion, scaler):
    import torch

    model.train()  #> train model
    for batch in loader:  #> loop trains
        optimizer.zero_grad()  #> zero_grad optimizer
        loss = criterion(model(batch["image"]), batch["label"])
        loss.backward()  #> backward loss reaches:nothing,?
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)  #> clip
        optimizer.step()  #> step optimizer
        lr_schedule.step()  #> scheduler_step lr_schedule


def play(env, policy):
    import torch

    state = env.reset()
    for _ in range(100):
        state = env.step(policy(torch.tensor(state)))
