# SPDX-License-Identifier: MIT
# Keras 1; the live library does not take these spellings.
# truth: model Dense 6 72
# truth: model Dense 6 42
# truth: model Dense 1 7
# total: model 121
import keras
from keras.models import Sequential
from keras.layers import Dense

classifier = Sequential()
classifier.add(Dense(output_dim=6, init="uniform", activation="relu", input_dim=11))
classifier.add(Dense(output_dim=6, init="uniform", activation="relu"))
classifier.add(Dense(output_dim=1, init="uniform", activation="sigmoid"))
model = classifier
