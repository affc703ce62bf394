import tensorflow as tf
import numpy as np
import matplotlib.pyplot as plt
from tensorflow import keras

digits = keras.datasets.mnist
(train_images, train_labels), (test_images, test_labels) = digits.load_data()

batch = 512

train_images = train_images / 255.0
train_labels = train_labels / 255.0

train_images = train_images.reshape(60000, 28, 28, 1)
test_images = test_images.reshape(10000, 28, 28, 1)
train_labels = train_labels.reshape(60000, 1)
test_labels = test_labels.reshape(10000, 1)

model = keras.Sequential([
    keras.layers.Conv2D(64, (3, 3), (1, 1), padding='same', input_shape=(28, 28, 1)),
    keras.layers.MaxPooling2D(pool_size=(2, 2)),
    keras.layers.Conv2D(32, (3, 3), (1, 1), padding='same'),
    keras.layers.MaxPooling2D(pool_size=(2, 2)),
    keras.layers.Flatten(),
    keras.layers.Dense(128, activation='relu'),
    keras.layers.Dense(10, activation='softmax')])

model.compile(
optimizer='adam',
loss='sparse_categorical_crossentropy',
metrics=['accuracy'])

model.fit(train_images, train_labels, epochs=10)

test_loss, test_acc = model.evaluate(test_images, test_labels)
print('accuracy on the test set:', test_acc)