import numpy as np
import tensorflow as tf
from tensorflow.keras.datasets import cifar10
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Conv1D, MaxPooling1D, Flatten, Dense
from tensorflow.keras.layers import Activation, BatchNormalization, Dropout
from tensorflow.keras.utils import to_categorical
from sklearn.datasets import make_regression

signal, wanted = make_regression( n_samples=10, n_features=4, noise=1, random_state=42 )
signal = signal.reshape( signal.shape[0], signal.shape[1], 1 )

model = Sequential()

model.add( Conv1D( input_shape=( 4, 1 ),
                   filters=16,
                   kernel_size=4,

                   padding='same' ) )
model.add( BatchNormalization() )
model.add( Activation( 'relu' ) )
model.add( Dropout( 0.2 ) )

model.add( Conv1D( filters=8,
                   kernel_size=4,

                   padding='same' ) )
model.add( BatchNormalization() )
model.add( Activation( 'relu' ) )
model.add( Dropout( 0.2 ) )

model.add( Flatten() )

model.add( Dense( 64 ) )
model.add( BatchNormalization() )
model.add( Activation( 'relu' ) )

model.add( Dense( 1 ) )
model.add( Activation( 'softmax' ) )

model.compile( loss='binary_crossentropy',
               optimizer='adam',

               metrics=[ 'accuracy' ] )

model.fit( signal, wanted, epochs=100, batch_size=128, shuffle=True, verbose=1 )
