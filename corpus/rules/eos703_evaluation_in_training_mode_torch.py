"""EOS703, PyTorch programs."""
import torch
from torch import nn


def make_net():
    return nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Dropout(0.5), nn.Linear(16, 3))


def train(model, loader):
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for x, y in loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()


def buggy_no_eval(loader, held_out):
    model = make_net()
    train(model, loader)
    hits = 0
    with torch.no_grad():
        for x, y in held_out:
            hits += (model(x).argmax(1) == y).sum().item()  # expect: EOS703 warning
    return hits


def buggy_train_left_over(loader, held_out):
    model = make_net()
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for epoch in range(10):
        model.train()
        for x, y in loader:
            optimizer.zero_grad()
            criterion(model(x), y).backward()
            optimizer.step()
        total = 0
        with torch.no_grad():
            for x, y in held_out:
                total += criterion(model(x), y).item()  # expect: EOS703 warning
        print(total)


def buggy_gradients_kept(loader, held_out):
    model = make_net()
    train(model, loader)
    model.eval()
    hits = 0
    for x, y in held_out:
        hits += (model(x).argmax(1) == y).sum().item()  # info: EOS703
    return hits


def buggy_not_restored(loader, held_out):
    model = make_net()
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    model.train()
    for epoch in range(10):
        for x, y in loader:
            optimizer.zero_grad()
            criterion(model(x), y).backward()  # expect: EOS703 warning
            optimizer.step()
        model.eval()
        with torch.no_grad():
            for x, y in held_out:
                print(criterion(model(x), y).item())


def clean_modes(loader, held_out):
    model = make_net()
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for epoch in range(10):
        model.train()
        for x, y in loader:
            optimizer.zero_grad()
            criterion(model(x), y).backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            for x, y in held_out:
                print(criterion(model(x), y).item())


def clean_at_the_end(loader, held_out):
    model = make_net()
    train(model, loader)
    model.eval()
    with torch.no_grad():
        for x, y in held_out:
            print((model(x).argmax(1) == y).sum().item())


def clean_monte_carlo_dropout(loader, held_out):
    model = make_net()
    train(model, loader)
    model.train()
    with torch.no_grad():
        for x, y in held_out:
            print(torch.stack([model(x).softmax(1) for _ in range(20)]).var(0))


def clean_nothing_to_switch(loader, held_out):
    model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 3))
    train(model, loader)
    with torch.no_grad():
        for x, y in held_out:
            print((model(x).argmax(1) == y).sum().item())


def clean_never_trained(held_out):
    model = make_net()
    for x, y in held_out:
        print(model(x).argmax(1))


def clean_sampled_generator(loader):
    maker = nn.Sequential(nn.Linear(4, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Linear(16, 8))
    critic = nn.Sequential(nn.Linear(8, 16), nn.LeakyReLU(0.2), nn.Linear(16, 1))
    criterion = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(maker.parameters(), lr=0.0002)
    for real in loader:
        optimizer.zero_grad()
        criterion(critic(maker(torch.randn(16, 4))), torch.ones(16, 1)).backward()
        optimizer.step()
    with torch.no_grad():
        for i in range(4):
            print(maker(torch.randn(16, 4)))


def clean_gradient_behind_the_loop(rollouts):
    policy = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 3))
    optimizer = torch.optim.Adam(policy.parameters(), lr=0.001)
    for epoch in range(10):
        losses = []
        for state, action in rollouts:
            losses.append(nn.functional.cross_entropy(policy(state), action))
        optimizer.zero_grad()
        torch.stack(losses).mean().backward()
        optimizer.step()
