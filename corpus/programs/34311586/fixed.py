import numpy as np
from keras.models import Sequential
from keras.layers import Dense, Dropout, Activation
from keras.optimizers import SGD
from sklearn.preprocessing import LabelEncoder

inputs = np.array([[0., 0.],
                   [0., 1.],
                   [1., 0.],
                   [1., 1.],
                   [0., 1.],
                   [1., 1.]])
targets = np.array([[0.], [1.], [1.], [0.], [1.], [0.]])
# enc = LabelEncoder()
# targets = enc.fit_transform(targets)

model = Sequential()
model.add(Dense(2, input_dim=2, kernel_initializer='uniform'))
model.add(Activation('sigmoid'))
model.add(Dense(3, kernel_initializer='uniform'))
model.add(Activation('sigmoid'))
model.add(Dense(1, kernel_initializer='uniform'))
model.add(Activation('sigmoid'))

descent = SGD(lr=0.001, decay=1e-6, momentum=0.9, nesterov=True)
model.compile(loss='binary_crossentropy', optimizer=descent, metrics=['accuracy'])

model.fit(inputs, targets, epochs=20)
print(model.evaluate(inputs, targets))

print(model.predict(np.array([[0, 1]])))
print(model.predict(np.array([[1, 1]])))
