from keras.models import Sequential
from keras.layers import Dense, Dropout, Activation
from keras.optimizers import SGD, RMSprop
from keras.utils import to_categorical
from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler
from sklearn.svm import SVC

data, tags = make_classification(n_samples=4000, n_features=20, n_classes=3,
                                 n_informative=16, random_state=42)
tags = to_categorical(tags)

model = Sequential()
model.add(Dense(20, input_dim=20))
model.add(Activation('relu'))
model.add(Dropout(0.5))
model.add(Dense(20))
model.add(Activation('relu'))
model.add(Dropout(0.5))
model.add(Dense(3))
model.add(Activation('softmax'))

model.compile(loss='categorical_crossentropy', optimizer='Adam', metrics=['accuracy'])

X_tr, X_te, Y_tr, Y_te = train_test_split(data, tags, test_size=0.20)

model.fit(X_tr, Y_tr, batch_size=30, epochs=30, validation_data=(X_te, Y_te))
