import time
import pandas as pd
from keras.models import Sequential
from keras.layers import Dense, Dropout, Activation

clock_start = time.clock()

train = pd.read_csv('train.csv', index_col=0)
test = pd.read_csv('test.csv', index_col=0)

from sklearn.preprocessing import LabelEncoder

y = LabelEncoder().fit_transform(train.Survived)
train.drop('Survived', axis=1, inplace=True)

names = train.columns
for i in range(len(names)):
    train[names[i]] = train[names[i]].fillna('none')
    test[names[i]] = test[names[i]].fillna('none')

X = train.values
X_out = test.values
for i in range(len(names)):
    coder = LabelEncoder()
    coder.fit([str(v) for v in list(X[:, i]) + list(X_out[:, i])])
    X[:, i] = coder.transform([str(v) for v in X[:, i]])
    X_out[:, i] = coder.transform([str(v) for v in X_out[:, i]])

X = X.astype('float32')
X_out = X_out.astype('float32')

epochs = 20
per_step = 4

model = Sequential()
model.add(Dense(512, input_dim=len(train.columns)))
model.add(Activation('relu'))
model.add(Dropout(0.5))
model.add(Dense(1, input_dim=512))
model.add(Activation('sigmoid'))

model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])
model.fit(X, y, epochs=epochs, batch_size=per_step, validation_split=0.20)

print(time.clock() - clock_start)
