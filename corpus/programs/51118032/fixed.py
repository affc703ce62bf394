from tensorflow import keras
from tensorflow.keras.datasets import cifar10
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Dense, Dropout, Activation, Flatten
from tensorflow.keras.layers import Conv2D, MaxPooling2D
from tensorflow.keras.utils import to_categorical

batch_size = 32
n_epochs = 30
n_classes = 10
img_h, img_w = 32, 32

(train_x, train_y), (test_x, test_y) = cifar10.load_data()

train_x = train_x.reshape(train_x.shape[0], 32, 32, 3)
test_x = test_x.reshape(test_x.shape[0], 32, 32, 3)
train_x = train_x.astype('float32')
test_x = test_x.astype('float32')
train_x /= 255
test_x /= 255

train_y = to_categorical(train_y, 10)
test_y = to_categorical(test_y, 10)

model = Sequential()
model.add(Conv2D(32, (3, 3), padding='same', input_shape=train_x.shape[1:]))
model.add(Activation('relu'))
model.add(Conv2D(32, (3, 3)))
model.add(Activation('relu'))
model.add(MaxPooling2D(pool_size=(2, 2)))
model.add(Dropout(0.25))

model.add(Conv2D(64, (3, 3), padding='same'))
model.add(Activation('relu'))
model.add(Conv2D(64, (3, 3)))
model.add(Activation('relu'))
model.add(MaxPooling2D(pool_size=(2, 2)))
model.add(Dropout(0.25))

model.add(Flatten())
model.add(Dense(512))
model.add(Activation('relu'))
model.add(Dropout(0.5))
model.add(Dense(10))
model.add(Activation('softmax'))

# nesterov helped on the last data set
opt = keras.optimizers.SGD(lr=0.01, decay=1e-6, momentum=0.9, nesterov=True)

model.compile(loss='categorical_crossentropy', optimizer=opt, metrics=['accuracy'])

hist = model.fit(train_x, train_y,
                 batch_size=batch_size,
                 epochs=n_epochs,
                 validation_data=(test_x, test_y))
print(max(hist.history['val_accuracy']))
