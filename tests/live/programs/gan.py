# SPDX-License-Identifier: MIT
from keras.models import Sequential, Model
from keras.layers import Dense, LeakyReLU, BatchNormalization, Reshape, Flatten, Input
import numpy as np


class GAN:
    def __init__(self):
        self.img_shape = (28, 28, 1)
        self.latent_dim = 100
        self.discriminator = self.build_discriminator()
        self.generator = self.build_generator()
        z = Input(shape=(self.latent_dim,))
        img = self.generator(z)
        self.discriminator.trainable = False
        self.combined = Model(z, self.discriminator(img))

    def build_generator(self):
        net = Sequential()
        net.add(Dense(256, input_dim=self.latent_dim))
        net.add(LeakyReLU(0.2))
        net.add(BatchNormalization(momentum=0.8))
        net.add(Dense(int(np.prod(self.img_shape)), activation="tanh"))
        net.add(Reshape(self.img_shape))
        noise = Input(shape=(self.latent_dim,))
        return Model(noise, net(noise))

    def build_discriminator(self):
        net = Sequential()
        net.add(Flatten(input_shape=self.img_shape))
        net.add(Dense(512))
        net.add(LeakyReLU(0.2))
        net.add(Dense(1, activation="sigmoid"))
        img = Input(shape=self.img_shape)
        return Model(img, net(img))


gan = GAN()
model = gan.combined
