"""EOS702, PyTorch programs."""
import copy

import torch
from torch import nn


def make_net():
    return nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 3))


def buggy_detached(loader):
    model = make_net()
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x).detach(), y)
        loss.backward()  # expect: EOS702 error
        optimizer.step()


def buggy_made_anew(loader):
    model = make_net()
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for x, y in loader:
        optimizer.zero_grad()
        loss = torch.tensor(criterion(model(x), y).item(), requires_grad=True)
        loss.backward()  # expect: EOS702 error
        optimizer.step()


def buggy_no_grad(loader):
    model = make_net()
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for x, y in loader:
        optimizer.zero_grad()
        with torch.no_grad():
            scores = model(x)
        loss = criterion(scores, y)
        loss.backward()  # expect: EOS702 error
        optimizer.step()


def buggy_cleared_before_the_step(loader):
    model = make_net()
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for x, y in loader:
        criterion(model(x), y).backward()
        optimizer.zero_grad()
        optimizer.step()  # expect: EOS702 error


def buggy_backward_last(model, optimizer, loader, criterion):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        optimizer.step()  # expect: EOS702 error
        loss.backward()


def buggy_model_replaced(loader):
    model = nn.Sequential(nn.Linear(8, 3))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)  # expect: EOS702 error
    model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 3))
    criterion = nn.CrossEntropyLoss()
    for x, y in loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()


def clean_one_branch(loader):
    model = make_net()
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for x, y in loader:
        optimizer.zero_grad()
        scores = model(x)
        loss = criterion(scores, y) + scores.detach().abs().mean()
        loss.backward()
        optimizer.step()


def clean_teacher(loader):
    teacher = make_net()
    student = make_net()
    optimizer = torch.optim.SGD(student.parameters(), lr=0.01)
    for x in loader:
        with torch.no_grad():
            wanted = teacher(x)
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(student(x), wanted)
        loss.backward()
        optimizer.step()


def clean_target_network(loader):
    online = make_net()
    target = copy.deepcopy(online)
    optimizer = torch.optim.Adam(online.parameters(), lr=0.001)
    for state, reward, following in loader:
        best = reward + 0.99 * target(following).max(1).values.detach()
        loss = nn.functional.smooth_l1_loss(online(state).max(1).values, best)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def clean_straight_through(loader):
    model = make_net()
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for x, y in loader:
        optimizer.zero_grad()
        scores = model(x)
        hard = (scores > 0).float()
        criterion(scores + (hard - scores).detach(), y).backward()
        optimizer.step()


def clean_delayed(loader):
    model = make_net()
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for x, y in loader:
        optimizer.step()
        optimizer.zero_grad()
        criterion(model(x), y).backward()


def clean_moved(loader, device):
    model = make_net()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    model = model.to(device)
    model = nn.DataParallel(model)
    criterion = nn.CrossEntropyLoss()
    for x, y in loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()


def clean_two_models_in_turn(loader):
    model = nn.Sequential(nn.Linear(8, 3))
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for x, y in loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()
    model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 3))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for x, y in loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()
