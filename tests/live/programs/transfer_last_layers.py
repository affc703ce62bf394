# SPDX-License-Identifier: MIT
# The whole network with its top; a new one on the layer before the last.
from keras.applications import DenseNet121, MobileNet
from keras.layers import Dense
from keras.models import Model

whole = MobileNet(weights="imagenet", dropout=0.01)
model = Model(whole.input, Dense(10, activation="softmax")(whole.layers[-5].output))
dense = DenseNet121(weights=None, classes=14, classifier_activation="sigmoid")
