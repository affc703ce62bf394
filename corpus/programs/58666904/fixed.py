import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset
from sklearn.datasets import make_classification

rows, marks = make_classification(n_samples=1000, n_features=3600, n_classes=10,
                                  n_clusters_per_class=1, n_informative=2500,
                                  random_state=42)
pictures = torch.tensor(rows.reshape(-1, 1, 60, 60), dtype=torch.float32)
marks = torch.tensor(marks, dtype=torch.long)
loader = DataLoader(TensorDataset(pictures, marks), batch_size=64, shuffle=True)


class DigitNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.convs = nn.Sequential(
            nn.Conv2d(1, 32, 3, stride=2),
            nn.ReLU(),
            nn.MaxPool2d(kernel_size=2, stride=2, padding=1),
            nn.Conv2d(32, 64, 3, stride=2),
            nn.ReLU(),
            nn.MaxPool2d(kernel_size=2, stride=2, padding=1),
            nn.Conv2d(64, 128, 3, stride=2),
            nn.ReLU(),
            nn.MaxPool2d(kernel_size=2, stride=2, padding=1),
        )
        self.width = self.flat_width()
        self.head = nn.Sequential(
            nn.Flatten(),
            nn.Linear(self.width, 1024),
            nn.ReLU(),
            nn.Linear(1024, 2048),
            nn.ReLU(),
            nn.Linear(2048, 10),
            # nn.Sigmoid(),
        )

    def flat_width(self):
        probe = self.convs(torch.randn(1, 1, 60, 60))
        return torch.flatten(probe, 1).shape[1]

    def forward(self, x):
        return self.head(self.convs(x))


net = DigitNet()
entropy = nn.CrossEntropyLoss()
stepper = optim.Adam(net.parameters(), lr=0.03)

epochs = 10
size = 32

for epoch in range(epochs):
    total = 0
    hits = 0
    for start in range(0, len(pictures), size):
        images = pictures[start:start + size]
        labels = marks[start:start + size]
        stepper.zero_grad()
        scores = net(images)
        loss = entropy(scores, labels)
        loss.backward()
        stepper.step()
        total += loss.item()
        hits += (scores.argmax(dim=1) == labels).sum().item()
    print(epoch + 1, total, 'accuracy', hits / len(pictures))
