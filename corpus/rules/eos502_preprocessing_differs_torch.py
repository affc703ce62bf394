"""EOS502, PyTorch programs that are right."""
import torch
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from torch import nn


def clean_scaler_for_both(table):
    x_train, x_test, y_train, y_test = train_test_split(table[:, 0:4], table[:, 4:5])
    scaler = StandardScaler()
    x_train = torch.from_numpy(scaler.fit_transform(x_train)).float()
    x_test = torch.from_numpy(scaler.transform(x_test)).float()
    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
    nn.MSELoss()(model(x_train), torch.from_numpy(y_train).float()).backward()
    model.eval()
    with torch.no_grad():
        return nn.MSELoss()(model(x_test), torch.from_numpy(y_test).float())


def clean_augmented_training_only(train, test):
    from torchvision import transforms

    train.transform = transforms.Compose([transforms.RandomHorizontalFlip(), transforms.ToTensor()])
    test.transform = transforms.ToTensor()
    return train, test
