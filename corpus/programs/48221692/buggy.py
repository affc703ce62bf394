import time
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from keras.models import Sequential
from keras.layers import Dense, Activation

np.random.seed(7)
started = time.clock()

table = pd.read_csv('Linear_Data.csv', header=None).values

X_train, X_test, Y_train, Y_test = train_test_split(table[:, 0:1], table[:, 1],
                                                    test_size=0.25)

curve = Sequential()
curve.add(Dense(5, input_dim=1))
curve.add(Activation('sigmoid'))
curve.add(Dense(1))
curve.add(Activation('sigmoid'))

curve.compile(loss='mean_squared_error', optimizer='sgd', metrics=['accuracy'])
log = curve.fit(X_train, Y_train, epochs=1000, batch_size=X_train.shape[0],
                initial_epoch=0, verbose=1)

print('took', time.clock() - started)

from keras import backend as K

for layer in curve.layers:
    reader = K.function([curve.layers[0].input], [layer.output])
    print(layer.name, reader([X_test])[0][:5])