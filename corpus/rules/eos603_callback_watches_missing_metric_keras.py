"""EOS603: a callback waits for a number that never comes."""
from keras import Sequential
from keras.callbacks import EarlyStopping, ModelCheckpoint, ReduceLROnPlateau
from keras.layers import Dense


def build(**options):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy", **options)
    return model


def no_validation(x, y):
    model = build()
    stop = EarlyStopping(patience=5)  # expect: EOS603 error
    model.fit(x, y, epochs=100, callbacks=[stop])


def best_of_nothing(x, y):
    model = build()
    best = ModelCheckpoint("best.keras", monitor="val_loss", save_best_only=True)  # expect: EOS603 error
    model.fit(x, y, epochs=100, callbacks=[best])


def name_that_asks(x, y):
    model = build()
    model.fit(
        x,
        y,
        epochs=100,
        callbacks=[ModelCheckpoint("model-{val_loss:.2f}.keras")],  # expect: EOS603 error
    )


def no_metric(x, y):
    model = build()
    slow = ReduceLROnPlateau(monitor="val_accuracy")  # expect: EOS603 error
    model.fit(x, y, epochs=100, validation_split=0.2, callbacks=[slow])


def clean_split(x, y):
    model = build()
    model.fit(x, y, epochs=100, validation_split=0.2, callbacks=[EarlyStopping(patience=5)])


def clean_given_data(x, y, held_out):
    model = build(metrics=["accuracy"])
    stop = EarlyStopping(monitor="val_accuracy")
    model.fit(x, y, epochs=100, validation_data=held_out, callbacks=[stop])


def clean_training_loss(x, y):
    model = build()
    model.fit(x, y, epochs=100, callbacks=[EarlyStopping(monitor="loss")])


def clean_every_epoch(x, y):
    model = build()
    model.fit(x, y, epochs=100, callbacks=[ModelCheckpoint("every.keras")])


def clean_unknown_options(x, y, options):
    model = build()
    model.fit(x, y, callbacks=[EarlyStopping()], **options)
