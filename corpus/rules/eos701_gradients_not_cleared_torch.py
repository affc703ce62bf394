"""EOS701, PyTorch programs."""
import torch
from helpers import prepare_step
from torch import nn


def make_net():
    return nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 3))


def buggy_never_cleared(loader):
    model = make_net()
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for epoch in range(10):
        for x, y in loader:
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()  # expect: EOS701 error


def buggy_cleared_per_epoch(loader):
    model = make_net()
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for epoch in range(10):
        optimizer.zero_grad()
        for x, y in loader:
            criterion(model(x), y).backward()
            optimizer.step()  # expect: EOS701 warning


def buggy_parameters_only(model, optimizer, loader, criterion):
    for x, y in loader:
        criterion(model(x), y).backward()
        optimizer.step()  # expect: EOS701 warning


def buggy_second_of_two(loader):
    critic = nn.Sequential(nn.Linear(8, 16), nn.LeakyReLU(0.2), nn.Linear(16, 1))
    maker = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 8))
    criterion = nn.BCEWithLogitsLoss()
    critic_steps = torch.optim.Adam(critic.parameters(), lr=0.0002)
    maker_steps = torch.optim.Adam(maker.parameters(), lr=0.0002)
    for real in loader:
        critic.zero_grad()
        fake = maker(torch.randn(16, 4))
        criterion(critic(fake.detach()), torch.zeros(16, 1)).backward()
        critic_steps.step()
        criterion(critic(fake), torch.ones(16, 1)).backward()
        maker_steps.step()  # expect: EOS701 error


def clean_accumulation(loader):
    model = make_net()
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for i, (x, y) in enumerate(loader):
        (criterion(model(x), y) / 4).backward()
        if (i + 1) % 4 == 0:
            optimizer.step()
            optimizer.zero_grad()


def clean_module_clears(loader):
    model = make_net()
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for x, y in loader:
        model.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()


def clean_by_hand(loader):
    model = make_net()
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for x, y in loader:
        for p in model.parameters():
            p.grad = None
        criterion(model(x), y).backward()
        optimizer.step()


def update(model, optimizer, criterion, x, y):
    optimizer.zero_grad(set_to_none=True)
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    return loss


def clean_helper(loader):
    model = make_net()
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for x, y in loader:
        update(model, optimizer, criterion, x, y)


def clean_unseen_helper(model, optimizer, loader, criterion):
    for x, y in loader:
        prepare_step(model, optimizer)
        criterion(model(x), y).backward()
        optimizer.step()


def clean_closure(loader):
    model = make_net()
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.LBFGS(model.parameters(), lr=1)
    for x, y in loader:

        def closure():
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            return loss

        optimizer.step(closure)


def clean_adversarial(loader):
    critic = nn.Sequential(nn.Linear(8, 16), nn.LeakyReLU(0.2), nn.Linear(16, 1))
    maker = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 8))
    criterion = nn.BCEWithLogitsLoss()
    critic_steps = torch.optim.Adam(critic.parameters(), lr=0.0002)
    maker_steps = torch.optim.Adam(maker.parameters(), lr=0.0002)
    for real in loader:
        critic_steps.zero_grad()
        fake = maker(torch.randn(16, 4))
        criterion(critic(fake.detach()), torch.zeros(16, 1)).backward()
        critic_steps.step()
        maker_steps.zero_grad()
        criterion(critic(fake), torch.ones(16, 1)).backward()
        maker_steps.step()


def clean_model_per_round(rates, x, y):
    criterion = nn.CrossEntropyLoss()
    for rate in rates:
        model = make_net()
        optimizer = torch.optim.SGD(model.parameters(), lr=rate)
        criterion(model(x), y).backward()
        optimizer.step()


def clean_accelerated(model, optimizer, loader, accelerator, criterion):
    for x, y in loader:
        with accelerator.accumulate(model):
            accelerator.backward(criterion(model(x), y))
            optimizer.step()
            optimizer.zero_grad()
