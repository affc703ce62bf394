# SPDX-License-Identifier: MIT
"""What torchvision's transforms really give, for tests/hosts/test_training.py.

`python dump_transforms.py > ../hosts/transforms.json` with torch and torchvision: each chain of
transforms is applied to random pictures, and shape and bounds of the batches are kept.
"""
import json

import torch

library = torch.library.Library("torchvision", "DEF")  # its compiled part does not load beside a CPU torch
library.define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
library.define("qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")

from torch.utils.data import DataLoader  # noqa: E402
from torchvision import datasets, transforms  # noqa: E402

SIZES = ((3, 32, 32), (3, 24, 40))
CHAINS = (
    "transforms.ToTensor()",
    "transforms.PILToTensor()",
    "[transforms.Resize(20), transforms.ToTensor()]",
    "[transforms.Resize((20, 31)), transforms.ToTensor(), transforms.Normalize([0.5] * 3, [0.2, 0.3, 0.4])]",
    "[transforms.Grayscale(), transforms.RandomCrop(32, padding=4), transforms.PILToTensor(),"
    " transforms.ConvertImageDtype(torch.float32)]",
    "[transforms.RandomResizedCrop(24), transforms.ColorJitter(0.4, 0.4, 0.4), transforms.ToTensor()]",
    "[transforms.ToTensor(), transforms.Normalize((0.49, 0.48, 0.44), (0.2, 0.2, 0.2)), transforms.RandomErasing()]",
    "[transforms.Pad(3), transforms.RandomRotation(30), transforms.CenterCrop(28), transforms.ToTensor()]",
    "[transforms.RandomHorizontalFlip(), transforms.RandAugment(), transforms.ToTensor(),"
    " transforms.Lambda(lambda x: x * 2)]",
    "[transforms.ToTensor(), transforms.RandomAffine(20), transforms.Grayscale(3)]",
    "[transforms.Grayscale(num_output_channels=3), transforms.ToTensor(), transforms.Resize(16)]",
    "[transforms.ToTensor(), transforms.Resize(64, interpolation=transforms.InterpolationMode.BICUBIC)]",
    "[transforms.ToTensor(), transforms.Pad(2, fill=0.5), transforms.CenterCrop((30, 10))]",
)


def main() -> None:
    out = []
    torch.manual_seed(1)
    for size in SIZES:
        for chain in CHAINS:
            code = f"transforms.Compose({chain})" if chain.startswith("[") else chain
            data = datasets.FakeData(64, size, 7, transform=eval(code))  # noqa: S307
            pictures = torch.cat([x.float() for x, _ in DataLoader(data, batch_size=16)])
            bounds = [round(pictures.min().item(), 5), round(pictures.max().item(), 5)]
            out.append({"size": size, "transform": code, "shape": list(pictures.shape[1:]), "bounds": bounds})
    print("[\n" + ",\n".join(json.dumps(one) for one in out) + "\n]")


if __name__ == "__main__":
    main()
