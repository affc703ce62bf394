import time
import pandas as pd
from keras.models import Sequential
from keras.layers.core import Dense, Dropout, Activation
from keras.layers.advanced_activations import PReLU, LeakyReLU
from keras.utils import np_utils

clock_start = time.clock()

train = pd.read_csv('train.csv', index_col=0)
test = pd.read_csv('test.csv', index_col=0)

y = np_utils.to_categorical(train.Survived)
train.drop('Survived', axis=1, inplace=True)

train['Age'].fillna(train['Age'].mean(), inplace=True)
test['Age'].fillna(test['Age'].mean(), inplace=True)
train['Fare'].fillna(train['Fare'].mean(), inplace=True)
test['Fare'].fillna(test['Fare'].mean(), inplace=True)

picked = [0, 1, 2, 4, 5, 6, 8, 9]
names = train.columns
for i in picked:
    train[names[i]] = train[names[i]].fillna('none')
    test[names[i]] = test[names[i]].fillna('none')

from sklearn.preprocessing import LabelEncoder

X = train.values
X_out = test.values
for i in picked:
    coder = LabelEncoder()
    coder.fit([str(v) for v in list(X[:, i]) + list(X_out[:, i])])
    X[:, i] = coder.transform([str(v) for v in X[:, i]])
    X_out[:, i] = coder.transform([str(v) for v in X_out[:, i]])

X = X.astype('float32')
X_out = X_out.astype('float32')

nb_epoch = 10
per_step = 4

model = Sequential()
model.add(Dense(512, input_dim=len(train.columns)))
model.add(Activation('relu'))
model.add(Dropout(0.5))
model.add(Dense(2))
model.add(Activation('softmax'))

model.compile(loss='categorical_crossentropy', optimizer='adam', metrics=['accuracy'])
model.fit(X, y, nb_epoch=nb_epoch, batch_size=per_step, validation_split=0.20)

print(time.clock() - clock_start)
# answers = model.predict_classes(X_out)
# with open('answers.csv', 'w') as out:
#     out.write('PassengerId,Survived\n')
#     for key, alive in zip(test.index, answers):
#         out.write('%d,%d\n' % (key, alive))
# print(answers[:10])
# print(model.predict_proba(X_out)[:10])