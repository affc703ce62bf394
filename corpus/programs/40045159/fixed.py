import os
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from tensorflow import keras
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Conv2D, MaxPooling2D, Activation
from tensorflow.keras.layers import Dense, Dropout, Flatten
from tensorflow.keras.preprocessing.image import ImageDataGenerator
from tensorflow.keras.utils import to_categorical

epochs = 20
chunk = 64
img_width, img_height = 28, 28
train_folder = '../dogs-vs-cats/train/'
valid_folder = '../dogs-vs-cats/train/'

animals = []
flags = []
for name in os.listdir(train_folder):
    if 'dog' in name:
        animals.append('dog')
        flags.append(1)
    else:
        animals.append('cat')
        flags.append(0)

table = pd.DataFrame({'file': os.listdir(train_folder), 'animal': animals})
seen, unseen = train_test_split(table, test_size=0.2, random_state=42)

model = Sequential()
model.add(Conv2D(32, (3, 3), padding='valid', input_shape=(28, 28, 3), activation='relu'))
model.add(MaxPooling2D(pool_size=(2, 2)))
model.add(Conv2D(64, (3, 3), activation='relu'))
model.add(MaxPooling2D(pool_size=(2, 2)))
model.add(Conv2D(128, (3, 3), activation='relu'))
model.add(MaxPooling2D(pool_size=(2, 2)))
model.add(Dropout(0.2))
model.add(Flatten())
model.add(Dense(128, activation='relu'))
model.add(Dense(50, activation='relu'))
model.add(Dense(2, activation='softmax'))

down = keras.optimizers.SGD(lr=0.01, decay=1e-6, momentum=0.9, nesterov=True)
model.compile(loss='categorical_crossentropy', optimizer=down, metrics=['accuracy'])

moved = ImageDataGenerator(rescale=1. / 255, shear_range=0.2, zoom_range=0.2,
                           horizontal_flip=True)
plain = ImageDataGenerator(rescale=1. / 255)

train_flow = moved.flow_from_dataframe(seen, directory=train_folder, x_col='file', y_col='animal',
                                       target_size=(28, 28), class_mode='categorical',
                                       batch_size=chunk)
valid_flow = plain.flow_from_dataframe(unseen, directory=valid_folder, x_col='file', y_col='animal',
                                       target_size=(28, 28), class_mode='categorical',
                                       batch_size=chunk)

model.fit(train_flow, epochs=epochs, validation_data=valid_flow)
