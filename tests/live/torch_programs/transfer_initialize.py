# SPDX-License-Identifier: MIT
# The choice by name of the fine-tuning tutorial.
# example: model torch.zeros(1, 3, 224, 224)
import torch.nn as nn
from torchvision import models


def set_parameter_requires_grad(model, extracting):
    if extracting:
        for parameter in model.parameters():
            parameter.requires_grad = False


def initialize_model(name, classes, extracting, pretrained=True):
    if name == "resnet":
        model = models.resnet18(pretrained=pretrained)
        set_parameter_requires_grad(model, extracting)
        model.fc = nn.Linear(model.fc.in_features, classes)
        size = 224
    elif name == "alexnet":
        model = models.alexnet(pretrained=pretrained)
        set_parameter_requires_grad(model, extracting)
        model.classifier[6] = nn.Linear(model.classifier[6].in_features, classes)
        size = 224
    elif name == "squeezenet":
        model = models.squeezenet1_0(pretrained=pretrained)
        set_parameter_requires_grad(model, extracting)
        model.classifier[1] = nn.Conv2d(512, classes, kernel_size=(1, 1), stride=(1, 1))
        model.num_classes = classes
        size = 224
    else:
        raise ValueError(name)
    return model, size


model, size = initialize_model("squeezenet", 2, True)
