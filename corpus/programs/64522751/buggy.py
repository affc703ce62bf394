from tensorflow import keras
from tensorflow.keras.datasets import cifar10
from tensorflow.keras.models import Sequential
# from tensorflow.keras.layers import Dense, Flatten
# from tensorflow.keras.layers import Conv2D, MaxPooling2D, Activation
from tensorflow.keras import layers
from tensorflow.keras.utils import to_categorical
from tensorflow.keras.callbacks import EarlyStopping
from tensorflow.python.keras.callbacks import AccuracyWatcher

STEP_SIZE = 0.1
bs = 10
passes = 30
img_rows, img_cols = 32, 32

(xa, ya), (xb, yb) = cifar10.load_data()
xa = xa.reshape(xa.shape[0], 32, 32, 3)
xb = xb.reshape(xb.shape[0], 32, 32, 3)
xa = xa.astype('float32')
xb = xb.astype('float32')
xa /= 255
xb /= 255
ya = to_categorical(ya, 10)
yb = to_categorical(yb, 10)

cnn = Sequential()
cnn.add(layers.Conv2D(25, (3, 3), activation='relu', input_shape=(32, 32, 3)))
cnn.add(layers.MaxPooling2D((2, 2)))
cnn.add(layers.Conv2D(50, (3, 3), activation='relu'))
cnn.add(layers.MaxPooling2D((2, 2)))
cnn.add(layers.Conv2D(100, (3, 3), activation='relu'))
cnn.add(layers.MaxPooling2D((2, 2)))

cnn.add(layers.Flatten())
cnn.add(layers.Dense(100, activation='relu'))
cnn.add(layers.Activation('relu'))
cnn.add(layers.Dense(10, activation='softmax'))

cnn.compile(loss='binary_crossentropy',
            optimizer=keras.optimizers.Adam(learning_rate=STEP_SIZE),
            metrics=['accuracy'])

watch = AccuracyWatcher(xa, ya, xb, yb, bs)
# watch = EarlyStopping(monitor='val_loss', patience=3)
cnn.fit(xa, ya, batch_size=bs, epochs=passes, validation_data=(xb, yb),
        verbose=0, callbacks=[watch])