import time
import pandas as pd
from sklearn.preprocessing import OneHotEncoder
from sklearn.compose import make_column_transformer
from sklearn.preprocessing import LabelEncoder, OneHotEncoder
from sklearn.model_selection import train_test_split
from keras import Sequential
from keras.layers import Dense, Activation

t0 = time.clock()
batch_size = 50

frame = pd.read_csv('export78.csv')
# encoder = make_column_transformer((OneHotEncoder(), [1]))
encoder = OneHotEncoder()
frame = encoder.fit_transform(frame).toarray()
frame = pd.DataFrame(frame)
print(frame)

X = frame[69].astype(float)
y = frame.loc[:, 0:68].astype(int)

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2)
flat = X_train.values.reshape(1767, 1)

net = Sequential()
# input layer
net.add(Dense(69, input_dim=1))
net.add(Activation('relu'))
# first hidden layer
net.add(Dense(69))
net.add(Activation('relu'))
# second hidden layer
net.add(Dense(69))
net.add(Activation('softmax'))

net.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])

net.fit(X_train, y_train, batch_size=32, epochs=20)
print(time.clock() - t0)
# score = net.evaluate(X_test, y_test)
# print(score)
