from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Conv2D, MaxPooling2D, Flatten, Dense, Dropout
from keras.preprocessing.image import ImageDataGenerator

train_folder = 'crack_dataset/train'
valid_folder = 'crack_dataset/validate'
side = 224
per_batch = 64
n_train = 3416
n_valid = 612

train_gen = ImageDataGenerator(rescale=1. / 255)
valid_gen = ImageDataGenerator(rescale=1. / 255)

train_flow = train_gen.flow_from_directory(train_folder, target_size=(side, side), batch_size=per_batch, class_mode='binary')
valid_flow = valid_gen.flow_from_directory(valid_folder, target_size=(side, side), batch_size=per_batch, class_mode='binary')

model = Sequential()

model.add(Conv2D(filters=96, input_shape=image_shape, kernel_size=(11, 11), strides=(4, 4), padding='valid', activation='relu'))
model.add(MaxPooling2D(pool_size=(2, 2), strides=(2, 2), padding='valid'))

model.add(Conv2D(filters=256, kernel_size=(11, 11), strides=(1, 1), padding='valid', activation='relu'))
model.add(MaxPooling2D(pool_size=(2, 2), strides=(2, 2), padding='valid'))

model.add(Conv2D(filters=384, kernel_size=(3, 3), strides=(1, 1), padding='valid', activation='relu'))
model.add(Conv2D(filters=384, kernel_size=(3, 3), strides=(1, 1), padding='valid', activation='relu'))
model.add(Conv2D(filters=256, kernel_size=(3, 3), strides=(1, 1), padding='valid', activation='relu'))
model.add(MaxPooling2D(pool_size=(2, 2), strides=(2, 2), padding='valid'))

model.add(Flatten())
model.add(Dense(4096, input_shape=(256,), activation='relu'))
model.add(Dropout(0.4))
model.add(Dense(4096, activation='relu'))
model.add(Dropout(0.4))
model.add(Dense(1, activation='sigmoid'))

model.summary()

model.compile(loss='binary_crossentropy', optimizer=Adam(0.1), metrics=['accuracy'])

model.fit_generator(train_flow,
                    steps_per_epoch=n_train // per_batch,
                    epochs=30,
                    validation_data=valid_flow,
                    validation_steps=n_valid // per_batch)