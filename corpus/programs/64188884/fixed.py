import os
import cv2
from tensorflow.keras.datasets import cifar10
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Conv2D, MaxPooling2D, Dropout, Flatten, Dense
from tensorflow.keras.preprocessing.image import ImageDataGenerator

SIDE = 150
CLASSES = 5
train_path = '../flowers/train'
test_path = '../flowers/test'

for bloom in os.listdir(train_path):
    print(bloom, len(os.listdir(os.path.join(train_path, bloom))))
    shaken = ImageDataGenerator(rotation_range=30, width_shift_range=0.1, height_shift_range=0.1, shear_range=0.2, zoom_range=0.2, horizontal_flip=True, fill_mode='nearest')
    still = ImageDataGenerator()

train_flow = shaken.flow_from_directory(train_path, target_size=(150, 150), batch_size=16, class_mode='categorical', classes=['aster', 'crocus', 'iris', 'lily', 'poppy'], shuffle=True)
test_flow = still.flow_from_directory(test_path, target_size=(150, 150), batch_size=16, class_mode='categorical', shuffle=True)

model = Sequential()
model.add(Conv2D(64, kernel_size=(3, 3), strides=2, activation='relu', input_shape=(SIDE, SIDE, 3)))
model.add(MaxPooling2D(pool_size=(2, 2), padding='same'))
model.add(Dropout(0.2))
model.add(Conv2D(128, kernel_size=(3, 3), strides=2, padding='same', activation='relu'))
model.add(MaxPooling2D(pool_size=(2, 2), padding='same'))
model.add(Conv2D(128, kernel_size=(3, 3), strides=2, padding='same', activation='relu'))
model.add(MaxPooling2D(pool_size=(2, 2), padding='same'))
model.add(Dropout(0.2))
model.add(Conv2D(128, kernel_size=(3, 3), strides=2, padding='same', activation='relu'))
model.add(MaxPooling2D(pool_size=(2, 2), padding='same'))
model.add(Flatten())
model.add(Dense(1024, activation='relu'))
model.add(Dense(5, activation='softmax'))

model.compile(loss='categorical_crossentropy', optimizer='adam', metrics=['accuracy'])

model.fit(train_flow, epochs=10, validation_data=test_flow)
