import torch
import torch.nn as nn
import torch.optim as optim
from sklearn.datasets import make_classification

cells, kinds = make_classification(n_samples=1000, n_features=145*200, n_classes=2,
                                   n_clusters_per_class=1, random_state=42)
scans = torch.tensor(cells.reshape(-1, 1, 145, 200), dtype=torch.float32)
kinds = torch.tensor(kinds, dtype=torch.long)


class ScanNet(nn.Module):
    # torch.cuda.empty_cache()

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(1, 32, 3, stride=2),
            nn.ReLU(),
            nn.Conv2d(32, 64, 3, stride=2),
            nn.ReLU(),
            nn.Conv2d(64, 128, 3, stride=2),
            nn.ReLU(),
            nn.MaxPool2d(kernel_size=2, stride=2),
            nn.Conv2d(128, 256, 3, stride=2),
            nn.ReLU(),
        )
        self.head = nn.Sequential(
            nn.Flatten(),
            nn.Linear(3840, 128),
            nn.ReLU(),
            nn.Linear(128, 3),
            # nn.Softmax(dim=1),
        )

    def forward(self, x):
        return self.head(self.body(x))


scan_net = ScanNet()
chooser = optim.Adam(scan_net.parameters(), lr=0.05)
criterion = nn.CrossEntropyLoss()

batch = 32
epochs = 10

for epoch in range(epochs):
    right = 0
    for i in range(0, len(scans), batch):
        part_X = scans[i:i + batch]
        part_y = kinds[i:i + batch]
        chooser.zero_grad()
        guesses = scan_net(part_X)
        loss = criterion(guesses, part_y)
        loss.backward()
        chooser.step()
        right += (guesses.argmax(dim=1) == part_y).sum().item()
    print('epoch', epoch, 'loss', loss.item(), 'accuracy', right / len(scans))
