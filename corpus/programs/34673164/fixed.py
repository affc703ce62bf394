# iris, multiclass
import numpy
import pandas
from keras.models import Sequential
from keras.layers import Dense, Dropout, Activation, BatchNormalization
from keras.optimizers import Adam
from keras.utils import np_utils
from keras.wrappers.scikit_learn import KerasClassifier
from sklearn.model_selection import KFold
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import LabelEncoder

cells = pandas.read_csv('dataset.csv', delimiter=',').values
X = cells[:, 0:16].astype(float)
Y = cells[:, 16]

words = LabelEncoder()
words.fit(Y)
numbers = words.transform(Y)
onehot = np_utils.to_categorical(numbers)

model = Sequential()
model.add(Dense(64, input_dim=16, init='uniform'))
model.add(BatchNormalization())
model.add(Activation('relu'))
model.add(Dropout(0.25))
model.add(Dense(64, init='uniform'))
model.add(BatchNormalization())
model.add(Activation('relu'))
model.add(Dropout(0.25))
model.add(Dense(2, init='uniform'))
model.add(Activation('softmax'))

sgd = Adam(learning_rate=0.001)
model.compile(loss='categorical_crossentropy', optimizer=sgd, metrics=['accuracy'])

model.fit(X, onehot, nb_epoch=20, batch_size=16)
