# SPDX-License-Identifier: MIT
import argparse

from keras import Sequential, layers

parser = argparse.ArgumentParser()
parser.add_argument("--hidden", type=int, default=24)
parser.add_argument("--dropout", type=float, default=0.5)
args = parser.parse_args([])
model = Sequential([layers.Input((10,)), layers.Dense(args.hidden), layers.Dropout(args.dropout), layers.Dense(1)])
