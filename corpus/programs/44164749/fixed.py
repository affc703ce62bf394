from keras.initializers import RandomNormal
from keras.models import Sequential
from keras.layers import Dense, Dropout, Activation
from keras.optimizers import SGD
from sklearn.datasets import make_multilabel_classification

batch_size = 2000

x_train, y_train = make_multilabel_classification(n_samples=10000, n_classes=11, n_labels=3,
                                                  random_state=42)

model = Sequential()
model.add(Dense(5000, input_dim=x_train.shape[1]))
model.add(Activation('relu'))
model.add(Dropout(0.1))
model.add(Dense(600))
model.add(Activation('relu'))
model.add(Dropout(0.1))
model.add(Dense(y_train.shape[1]))
model.add(Activation('sigmoid'))

slope = SGD(lr=0.01, decay=1e-6, momentum=0.9, nesterov=True)
model.compile(loss='binary_crossentropy', optimizer=slope, metrics=['accuracy', ])

model.fit(x_train, y_train, epochs=10, batch_size=2000)
