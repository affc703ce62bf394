# SPDX-License-Identifier: MIT
# inputs: {"shape": [6, 1, 3], "minimum": 0, "maximum": 0, "exact": true}
# targets: {"encoding": "one-hot", "classes": 3, "minimum": 0, "maximum": 1, "exact": false, "shape": [6, 3]}
# batch_size: 32
from keras.models import Sequential
from keras.layers import Dense
import torch
import torch.nn.functional as F

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = torch.zeros(6, 3).unsqueeze(1)
y = F.one_hot(torch.tensor([0, 1, 2, 1, 0, 2]), num_classes=3)
model.fit(x, y)
