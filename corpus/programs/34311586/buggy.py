import numpy as np
from keras.models import Sequential
from keras.layers.core import Dense, Dropout, Activation
from keras.optimizers import SGD

# the four cases, two of them twice
inputs = np.array([[0., 0.],
                   [0., 1.],
                   [1., 0.],
                   [1., 1.],
                   [0., 1.],
                   [1., 1.]])
targets = np.array([[0.], [1.], [1.], [0.], [1.], [0.]])

model = Sequential()
model.add(Dense(2, input_dim=2, init='uniform'))
model.add(Activation('sigmoid'))
model.add(Dense(3, init='uniform'))
model.add(Activation('sigmoid'))
model.add(Dense(1, init='uniform'))
model.add(Activation('softmax'))

descent = SGD(lr=0.001, decay=1e-6, momentum=0.9, nesterov=True)
model.compile(loss='mean_squared_error', optimizer=descent)

model.fit(inputs, targets, nb_epoch=20)
print(model.evaluate(inputs, targets))

print(model.predict(np.array([[0, 1]])))
print(model.predict(np.array([[1, 1]])))