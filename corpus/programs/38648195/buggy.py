import time
from keras.datasets import mnist
from keras.models import Sequential
from keras.layers import Dense, Dropout, Activation
from keras.optimizers import SGD, RMSprop
from keras.utils import np_utils
from sklearn.datasets import make_multilabel_classification
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

start = time.clock()

data, tags = make_multilabel_classification(n_samples=60000, n_features=20, n_classes=3)

model = Sequential()
model.add(Dense(20, input_dim=20))
model.add(Activation('relu'))
model.add(Dropout(0.5))
model.add(Dense(20))
model.add(Activation('relu'))
model.add(Dropout(0.5))
model.add(Dense(3))
model.add(Activation('softmax'))

model.compile(loss='mean_squared_error', optimizer='sgd', metrics=['accuracy'])

X_tr, X_te, Y_tr, Y_te = train_test_split(data, tags, test_size=0.20)

model.fit(X_tr, Y_tr, batch_size=20, nb_epoch=20, validation_data=(X_te, Y_te))

print('seconds:', time.clock() - start)
exit(1)
