import keras
import numpy as np
import pandas as pd
import tensorflow as tf
import keras
from sklearn.preprocessing import MinMaxScaler

train = pd.read_csv('../mnist_train.csv.zip')
test = pd.read_csv('../mnist_test.csv.zip')

train = train.loc['1':'5000']
test = test.loc['1':'2000']
train = train.sample(frac=1).reset_index(drop=True)
test = test.sample(frac=1).reset_index(drop=True)

pix = train.loc[:, '1x1':'28x28'].values
lab = train['label'].values
pix_test = test.loc[:, '1x1':'28x28'].values
lab_test = test['label'].values

scale = MinMaxScaler()
pix = scale.fit_transform(pix)
pix_test = scale.fit_transform(pix_test)

classes = 10
hot = np.eye(10)[lab]
y_train = hot
classes = 10
hot = np.eye(10)[lab_test]
y_test = hot

middle = 50
reg = 0
alpha = 0.0001
batch = 32
epochs = 20

model = keras.Sequential()
model.add(keras.layers.Dense(784, input_shape=(784,)))
model.add(keras.layers.Activation('relu'))
model.add(keras.layers.Dense(middle, kernel_regularizer=tf.keras.regularizers.l2(reg)))
model.add(keras.layers.Activation('relu'))
model.add(keras.layers.Dense(10, kernel_regularizer=tf.keras.regularizers.l2(reg)))
model.add(keras.layers.Activation('softmax'))

model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(pix, y_train, batch_size=batch, epochs=epochs)
