import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim


class ScanNet(nn.Module):
    device = torch.device('cuda')
    torch.cuda.empty_cache()

    def __init__(self):
        super().__init__()
        self.c1 = nn.Conv2d(1, 32, 3, stride=2)
        self.c2 = nn.Conv2d(32, 64, 3, stride=2)
        self.c3 = nn.Conv2d(64, 128, 3, stride=2)
        self.c4 = nn.Conv2d(128, 256, 3, stride=2)
        self.flat = None
        probe = torch.randn(145, 200).view(-1, 1, 145, 200)
        self.features(probe)
        self.l1 = nn.Linear(self.flat, 128, bias=True)
        self.l2 = nn.Linear(128, 3)

    def features(self, x):
        x = F.relu(self.c1(x))
        x = F.relu(self.c2(x))
        x = F.relu(self.c3(x))
        x = F.max_pool2d(F.relu(self.c4(x)), (2, 2), stride=2)
        if self.flat is None:
            self.flat = x[0].shape[0] * x[0].shape[1] * x[0].shape[2]
        return x

    def forward(self, x):
        x = self.features(x)
        x = x.view(-1, self.flat)
        x = F.relu(self.l1(x))
        x = self.l2(x)
        return F.softmax(x, dim=1)


chooser = optim.Adam(scan_net.parameters(), lr=0.05)
loss_function = nn.CrossEntropyLoss()


def train(scan_net, fold_X, fold_y):
    BATCH = 5
    EPOCHS = 50
    for epoch in range(EPOCHS):
        for i in tqdm(range(0, len(fold_X), BATCH)):
            part_X = fold_X[i:i + BATCH].view(-1, 1, 145, 200)
            part_y = fold_y[i:i + BATCH]
            part_X, part_y = part_X.to(ScanNet.device), part_y.to(ScanNet.device)
            chooser.zero_grad()
            guesses = scan_net(part_X)
            part_y = part_y.long()
            loss = criterion(guesses, part_y)
            loss.backward()
            chooser.step()
        print('epoch', epoch, 'loss', loss)


def test(scan_net, held_X, held_y):
    held_X.to(ScanNet.device)
    held_y.to(ScanNet.device)
    right = 0
    total = 0
    with torch.no_grad():
        for i in tqdm(range(len(held_X))):
            truth = torch.argmax(held_y[i])
            out = scan_net(held_X[i].view(-1, 1, 145, 200))[0]
            if torch.argmax(out) == truth:
                right += 1
            total += 1
    print('accuracy', right / total)