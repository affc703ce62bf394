# SPDX-License-Identifier: MIT
from keras.layers import Input, Embedding, Conv1D, GlobalMaxPooling1D, Concatenate, Dropout, Dense, Reshape, Conv2D, MaxPool2D
from keras.models import Model

sequence_length, vocabulary_size, embedding_dim = 56, 1000, 32
filter_sizes, num_filters = [3, 4, 5], 16
inputs = Input(shape=(sequence_length,), dtype="int32")
embedding = Embedding(input_dim=vocabulary_size, output_dim=embedding_dim)(inputs)
reshape = Reshape((sequence_length, embedding_dim, 1))(embedding)
pools = []
for size in filter_sizes:
    c = Conv2D(num_filters, kernel_size=(size, embedding_dim), padding="valid", activation="relu")(reshape)
    pools.append(MaxPool2D(pool_size=(sequence_length - size + 1, 1), strides=(1, 1), padding="valid")(c))
merged = Concatenate(axis=1)(pools)
flat = Dropout(0.5)(Reshape((len(filter_sizes) * num_filters,))(merged))
model = Model(inputs=inputs, outputs=Dense(units=2, activation="softmax")(flat))
