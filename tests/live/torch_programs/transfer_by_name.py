# SPDX-License-Identifier: MIT
# get_model takes the builder's name; num_classes is the new head.
# example: model torch.zeros(1, 3, 224, 224)
# example: small torch.zeros(1, 3, 224, 224)
import torchvision

NAME = "efficientnet_b0"
model = torchvision.models.get_model(NAME, num_classes=5)
small = getattr(torchvision.models, "squeezenet1_1")(num_classes=8, dropout=0.1)
