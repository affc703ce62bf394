import keras
from keras.datasets import mnist
from keras.initializers import RandomNormal
from keras.models import Sequential
from keras.layers import Dense, Dropout, Activation
from keras.optimizers import SGD

batch_size = 2000
classes = 10
rows, cols = 28, 28
flat_shape = (rows * cols)

(x_train, y_train), (x_test, y_test) = mnist.load_data()

x_train = x_train.reshape(x_train.shape[0], rows * cols)
x_test = x_test.reshape(x_test.shape[0], rows * cols)
x_train = x_train.astype('float32')
x_test = x_test.astype('float32')
x_train /= 255
x_test /= 255

y_train = keras.utils.to_categorical(y_train, classes)
y_test = keras.utils.to_categorical(y_test, classes)

model = Sequential()
model.add(Dense(5000, input_dim=x_train.shape[1]))
model.add(Activation('relu'))
model.add(Dropout(0.1))
model.add(Dense(600))
model.add(Activation('relu'))
model.add(Dropout(0.1))
model.add(Dense(y_train.shape[1]))
model.add(Activation('softmax'))

slope = SGD(lr=0.01, decay=1e-6, momentum=0.9, nesterov=True)
model.compile(loss='categorical_crossentropy', optimizer=slope, metrics=['accuracy', ])

model.fit(x_train, y_train, epochs=5, batch_size=2000)
print(model.evaluate(x_test, y_test, batch_size=2000))
