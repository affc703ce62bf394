import torch
from torch import nn, optim
from torchvision import datasets, transforms
import torchvision.datasets as datasets
# from keras.datasets import mnist

to_train = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
to_test = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])

train_set = datasets.MNIST(root='data', train=True, download=True, transform=to_train)
test_set = datasets.MNIST(root='data', train=False, transform=to_test)
train_loader = torch.utils.data.DataLoader(train_set, batch_size=64, shuffle=True)
test_loader = torch.utils.data.DataLoader(test_set, batch_size=64, shuffle=True)


class DigitNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, 3)
        self.act1 = nn.ReLU()
        self.pool1 = nn.MaxPool2d((2, 2))
        self.conv2 = nn.Conv2d(32, 64, 3)
        self.act2 = nn.ReLU()
        self.pool2 = nn.MaxPool2d((2, 2))
        self.conv3 = nn.Conv2d(64, 128, 3)
        self.act3 = nn.ReLU()
        self.pool3 = nn.MaxPool2d((2, 2))
        # self.lin1 = nn.Linear(1152, 1024)
        self.lin1 = nn.Linear(128, 1024)
        self.act4 = nn.ReLU()
        self.lin2 = nn.Linear(1024, 2048)
        self.act5 = nn.ReLU()
        # self.drop = nn.Dropout(0.2)
        self.drop = nn.Dropout()
        self.lin3 = nn.Linear(2048, 10)
        self.last = nn.Sigmoid()

    # def forward(self, x):
    #     x = self.pool1(self.act1(self.conv1(x)))
    #     x = self.pool2(self.act2(self.conv2(x)))
    #     return self.last(self.lin3(x))

    def forward(self, x):
        x = self.conv1(x)
        x = self.act1(x)
        x = self.pool1(x)
        print(x.shape)
        x = self.conv2(x)
        x = self.act2(x)
        x = self.pool2(x)
        x = self.conv3(x)
        x = self.act3(x)
        x = self.pool3(x)
        print(x.shape)
        x = x.view(x.shape[0], -1)
        x = self.lin1(x)
        x = self.act4(x)
        x = self.lin2(x)
        x = self.act5(x)
        x = self.drop(x)
        x = self.lin3(x)
        x = self.last(x)
        return x


net = DigitNet()
bce = nn.BCELoss()
stepper = optim.Adam(net.parameters(), lr=0.03)

epochs = 10
train_losses, test_losses = [], []

for epoch in range(epochs):
    total = 0
    for images, labels in train_loader:
        stepper.zero_grad()
        log_probs = net(images)
        loss = bce(log_probs, labels)
        loss.backward()
        stepper.step()
        total += loss.item()
    else:
        test_total = 0
        hits = 0
        with torch.no_grad():
            for images, labels in test_loader:
                log_probs = net(images)
                test_total += bce(log_probs, labels)
                probs = torch.exp(log_probs)
                best, which = probs.topk(1, dim=1)
                same = which == labels.view(*which.shape)
                hits += torch.mean(same.type(torch.FloatTensor))
        train_losses.append(total / len(train_loader))
        test_losses.append(test_total / len(test_loader))
        print(epoch + 1, train_losses[-1], test_losses[-1], hits / len(test_loader))