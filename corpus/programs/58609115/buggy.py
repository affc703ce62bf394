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
encoder = OneHotEncoder(categorical_features=[1])
frame = encoder.fit_transform(frame).toarray()
frame = pd.DataFrame(frame)

X = frame[3557].astype(float)
y = frame.loc[:, 0:3556].astype(int)

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2)
flat = X_train.values.reshape(1767, 1)

net = Sequential()
# input layer
net.add(Dense(69, input_dim=1, kernel_initializer='random_normal'))
net.add(Activation('sigmoid'))
# first hidden layer
net.add(Dense(69, kernel_initializer='random_normal'))
net.add(Activation('sigmoid'))
# second hidden layer
net.add(Dense(69, kernel_initializer='random_normal'))
net.add(Activation('sigmoid'))

net.compile(optimizer='adam', loss='binary_crossentropy', metrics=['accuracy'])

net.fit(X_train, y_train, batch_size=50, epochs=1)
print(time.clock() - t0)
# score = net.evaluate(X_test, y_test)
# print(score)
# guess = net.predict(X_test)
# guess = guess > 0.5
# print(guess)
# print(guess.shape)
# with open('net.json', 'w') as out:
#     out.write(net.to_json())
# net.save_weights('net.h5')
