from tensorflow.keras.datasets import cifar10
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Dense, Dropout, Activation, Flatten
from tensorflow.keras.layers import Conv2D, MaxPooling2D
from tensorflow.keras.utils import to_categorical

BATCH = 32
EPOCHS = 30
CLASSES = 10
ROWS, COLS = 32, 32

(pics, tags), (pics_test, tags_test) = cifar10.load_data()
pics = pics.reshape(pics.shape[0], 32, 32, 3)
pics_test = pics_test.reshape(pics_test.shape[0], 32, 32, 3)

pics = pics.astype('float32')
pics_test = pics_test.astype('float32')
pics /= 255
pics_test /= 255

tags = to_categorical(tags, 10)
tags_test = to_categorical(tags_test, 10)

model = Sequential()
model.add(Conv2D(256, (3, 3), padding='same', activation='relu', input_shape=pics.shape[1:]))
model.add(MaxPooling2D(pool_size=(3, 3)))

model.add(Conv2D(128, (3, 3), padding='same', activation='relu'))
model.add(MaxPooling2D(pool_size=(3, 3)))

model.add(Flatten())
model.add(Dense(384, activation='relu'))
model.add(Dense(192, activation='relu'))
model.add(Dense(10, activation='softmax'))

model.compile(loss='categorical_crossentropy', optimizer='Adam', metrics=['accuracy'])

run = model.fit(pics, tags,
                batch_size=BATCH,
                epochs=EPOCHS,
                validation_data=(pics_test, tags_test),
                shuffle=True,
                verbose=0)
print(run.history['loss'][-1], run.history['val_loss'][-1])
