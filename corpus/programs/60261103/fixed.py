import os
import pandas as pd
from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Conv2D, MaxPooling2D, Flatten, Dense, Dropout
from tensorflow.keras.optimizers import Adam

per_batch = 64
n_epochs = 15
side_h = 24
side_w = 24

pixels, marks = make_classification(n_samples=1000, n_features=24*24*3, n_classes=2, n_informative=20*20*3, random_state=2)
# scaler = MinMaxScaler()
# pixels = scaler.fit_transform(pixels)
pixels = pixels.reshape(-1, 24, 24, 3)

model = Sequential()

model.add(Conv2D(filters=96, input_shape=(side_h, side_w, 3), kernel_size=(11, 11), strides=(4, 4), padding='same', activation='relu'))
model.add(MaxPooling2D(pool_size=(2, 2), strides=(2, 2), padding='same'))

model.add(Conv2D(filters=256, kernel_size=(11, 11), strides=(1, 1), padding='same', activation='relu'))
model.add(MaxPooling2D(pool_size=(2, 2), strides=(2, 2), padding='same'))

model.add(Conv2D(filters=384, kernel_size=(3, 3), strides=(1, 1), padding='same', activation='relu'))
model.add(Conv2D(filters=384, kernel_size=(3, 3), strides=(1, 1), padding='same', activation='relu'))
model.add(Conv2D(filters=256, kernel_size=(3, 3), strides=(1, 1), padding='same', activation='relu'))
model.add(MaxPooling2D(pool_size=(2, 2), strides=(2, 2), padding='same'))

model.add(Flatten())
model.add(Dense(4096, activation='relu'))
model.add(Dropout(0.4))
model.add(Dense(4096, activation='relu'))
model.add(Dropout(0.4))
model.add(Dense(1, activation='sigmoid'))

model.summary()

small_steps = Adam(learning_rate=0.001)
model.compile(loss='binary_crossentropy', optimizer=small_steps, metrics=['accuracy'])

model.fit(pixels, marks, batch_size=per_batch, epochs=15)
