from tensorflow.keras.datasets import cifar10
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Conv2D, MaxPooling2D
from tensorflow.keras.layers import Dense, Dropout, Flatten
from tensorflow.keras.utils import to_categorical

batch_size = 1000
rounds = 10
kinds = 10

(img, lab), (img_test, lab_test) = cifar10.load_data()

img = img.reshape(img.shape[0], 32, 32, 3)
img_test = img_test.reshape(img_test.shape[0], 32, 32, 3)
img = img.astype('float32')
img_test = img_test.astype('float32')
img /= 255
img_test /= 255

lab = to_categorical(lab, 10)
lab_test = to_categorical(lab_test, 10)

model = Sequential()
model.add(Conv2D(filters=64,
                 kernel_size=(3, 3),
                 kernel_initializer='he_normal',
                 activation='relu',
                 input_shape=(32, 32, 3),
                 data_format='channels_last'))
model.add(MaxPooling2D((2, 2)))
model.add(Conv2D(filters=256,
                 kernel_size=(3, 3),
                 kernel_initializer='he_normal',
                 activation='relu'))
model.add(MaxPooling2D((2, 2)))
model.add(Flatten())
model.add(Dense(1024, activation='relu'))
model.add(Dropout(0.4))
model.add(Dense(10, activation='softmax'))

model.compile(optimizer='Adam',
              metrics=['accuracy'],
              loss='categorical_crossentropy')

model.fit(img, lab,
          batch_size=500,
          epochs=10,
          validation_data=(img_test, lab_test))

print(model.evaluate(img_test, lab_test))
