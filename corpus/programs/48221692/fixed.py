import time
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from keras.models import Sequential
from keras.layers import Dense, Activation

np.random.seed(7)
started = time.clock()

table = pd.read_csv('Linear_Data.csv', header=None).values
X = table[:, 0:1]
Y = table[:, 1]

X_train, X_test, Y_train, Y_test = train_test_split(X, Y, test_size=0.2)

curve = Sequential()
curve.add(Dense(5, input_dim=1))
curve.add(Activation('sigmoid'))
curve.add(Dense(1))

curve.compile(loss='mean_squared_error', optimizer='sgd', metrics=['accuracy'])
log = curve.fit(X_train, Y_train, epochs=200, batch_size=32,
                initial_epoch=0, verbose=1)

print('took', time.clock() - started)
