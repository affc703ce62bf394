from tensorflow.keras.preprocessing.image import ImageDataGenerator
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Conv2D, MaxPooling2D
from tensorflow.keras.layers import Activation, Dropout, Flatten, Dense
from tensorflow.keras import backend as K

width, height = 150, 150

train_dir = '../car-damage-dataset/data3a/training'
valid_dir = '../car-damage-dataset/data3a/validation'
train_count = 979
valid_count = 171
epochs = 20
batch_size = 16

if K.image_data_format() == 'channels_first':
    shape = (3, width, height)
else:
    shape = (width, height, 3)

model = Sequential()
model.add(Conv2D(32, (3, 3), activation='relu', input_shape=shape))
model.add(MaxPooling2D(pool_size=(2, 2)))

model.add(Conv2D(32, (3, 3), activation='relu'))
model.add(MaxPooling2D(pool_size=(2, 2)))

model.add(Conv2D(64, (3, 3), activation='relu'))
model.add(MaxPooling2D(pool_size=(2, 2)))

model.add(Flatten())
model.add(Dense(64, activation='relu'))
model.add(Dropout(0.5))
model.add(Dense(3, activation='softmax'))

model.compile(loss='categorical_crossentropy',
              optimizer='rmsprop',
              metrics=['accuracy'])

# only the training pictures are changed at random
train_maker = ImageDataGenerator(
    rescale=1. / 255,
    shear_range=0.2,
    zoom_range=0.2,
    horizontal_flip=True)
valid_maker = ImageDataGenerator(rescale=1. / 255)

train_batches = train_maker.flow_from_directory(
    train_dir,
    target_size=(width, height),
    batch_size=batch_size,
    class_mode='categorical')

valid_batches = valid_maker.flow_from_directory(
    valid_dir,
    target_size=(width, height),
    batch_size=batch_size,
    class_mode='categorical')

model.fit_generator(
    train_batches,
    steps_per_epoch=train_count // batch_size,
    epochs=epochs,
    validation_data=valid_batches,
    validation_steps=valid_count // batch_size)

model.save_weights('first_try.h5')
