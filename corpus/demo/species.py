import sys

from keras.layers import Dense, Input
from keras.models import Sequential

from tables import read_table

X, y = read_table(sys.argv[1])

model = Sequential()
model.add(Input(shape=(4,)))
model.add(Dense(16, activation="relu"))
model.add(Dense(3, activation="softmax"))

model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(X, y, epochs=40, batch_size=32)
