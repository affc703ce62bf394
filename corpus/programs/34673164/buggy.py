# iris, multiclass
import time
import numpy
import pandas
from keras.models import Sequential
from keras.layers import Dense, Dropout, Activation
from keras.optimizers import SGD
from keras.utils import np_utils
from keras.wrappers.scikit_learn import KerasClassifier
from sklearn.model_selection import KFold
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import LabelEncoder

tick = time.clock()

cells = pandas.read_csv('dataset.csv', delimiter=',').values
X = cells[:, 0:16].astype(float)
Y = cells[:, 16]

words = LabelEncoder()
words.fit(Y)
numbers = words.transform(Y)
onehot = np_utils.to_categorical(numbers)

model = Sequential()
model.add(Dense(64, input_dim=16, init='uniform'))
model.add(Activation('tanh'))
model.add(Dropout(0.5))
model.add(Dense(64, init='uniform'))
model.add(Activation('tanh'))
model.add(Dropout(0.5))
model.add(Dense(2, init='uniform'))
model.add(Activation('softmax'))

sgd = SGD(lr=0.1, decay=1e-6, momentum=0.9, nesterov=True)
model.compile(loss='mean_squared_error', optimizer=sgd, metrics=['accuracy'])

model.fit(X, onehot, nb_epoch=20, batch_size=16)

print(time.clock() - tick)
exit(1)