# SPDX-License-Identifier: MIT
from keras import Sequential, layers

model = Sequential()
model.add(layers.Conv3D(8, (3, 3, 3), activation="relu", input_shape=(16, 32, 32, 1)))
model.add(layers.MaxPooling3D(pool_size=(2, 2, 2)))
model.add(layers.ZeroPadding3D(1))
model.add(layers.Conv3DTranspose(4, 2, strides=2))
model.add(layers.AveragePooling3D((1, 2, 2)))
model.add(layers.Cropping3D(1))
model.add(layers.UpSampling3D(2))
model.add(layers.GlobalAveragePooling3D())
model.add(layers.Dense(1))
