# SPDX-License-Identifier: MIT
"""What the meta-model says of compile and fit of Keras programs: every way to name a learner and to start training.

A case is a program behind HEAD with the facts that a reader would note; `None` is unknown, and as much a claim as a
number: what a callback or an assignment decides must not be told from the constructor.
"""
from __future__ import annotations

import ast
import json

import pytest
from eoslint import _core

HEAD = """\
import keras
from keras import callbacks, layers, losses, metrics, optimizers
model = keras.Sequential([layers.Input((8,)), layers.Dense(4, activation="relu"), layers.Dense(1)])
"""
BUILDER = """\
def make(units=4):
    net = keras.Sequential([layers.Input((8,)), layers.Dense(units), layers.Dense(1)])
    net.compile("adam", "mse")
    return net
"""
WRAPPER = "from keras.wrappers.scikit_learn import KerasClassifier\n" + BUILDER

# name: (program, (optimizer, rate, loss, metrics), [(method, batch size, epochs)])
CASES = {
    "strings": ('model.compile("sgd", "mse", metrics=["mae"])', ("SGD", 0.01, "mse", ["mae"]), []),
    "get": (
        'model.compile(optimizers.get("adam"), losses.get("mean_squared_error"), metrics=[metrics.get("mae")])',
        ("Adam", 0.001, "mean_squared_error", ["MeanAbsoluteError"]), []),
    "get of an instance": (
        'model.compile(optimizers.get(optimizers.SGD(0.3)), losses.get(losses.Huber()))',
        ("SGD", 0.3, "Huber", []), []),
    "old spellings": (
        'model.compile(optimizer=optimizers.RMSprop(lr=0.2), loss="mse")\nmodel.fit(x, y, nb_epoch=7, batch_size=9)',
        ("RMSprop", 0.2, "mse", []), [("fit", 9, 7)]),
    "a rate set later": (
        'model.compile(optimizers.Adam(2.0), "mse")\nmodel.optimizer.learning_rate = 0.01',
        ("Adam", None, "mse", []), []),
    "a rate set through the backend": (
        'model.compile(optimizers.Adam(2.0), "mse")\nkeras.backend.set_value(model.optimizer.lr, 0.01)',
        ("Adam", None, "mse", []), []),
    "a rate that a callback sets": (
        'model.compile(optimizers.Adam(2.0), "mse")\n'
        'model.fit(x, y, epochs=2, callbacks=[callbacks.LearningRateScheduler(lambda epoch: 0.01)])',
        ("Adam", None, "mse", []), [("fit", None, 2)]),
    "a rate that nobody touches": (
        'model.compile(optimizers.Adam(2.0), "mse")\nmodel.fit(x, y, callbacks=[callbacks.EarlyStopping()])',
        ("Adam", 2, "mse", []), [("fit", None, 1)]),
    "metrics by output": (
        'model.compile("sgd", "mse", metrics={"a": ["mae", metrics.AUC()], "b": "mse"})',
        ("SGD", 0.01, "mse", ["mae", "AUC", "mse"]), []),
    "one call in a loop": (
        'model.compile("sgd", "mse")\nfor epoch in range(5):\n    for i in range(6):\n'
        '        model.train_on_batch(xs[i], ys[i])',
        ("SGD", 0.01, "mse", []), [("train_on_batch", None, None)]),
    "a loop over batch sizes": (
        'model.compile("sgd", "mse")\nfor size in [16, 32]:\n    model.fit(x, y, batch_size=size)',
        ("SGD", 0.01, "mse", []), [("fit", 16, 1), ("fit", 32, 1)]),
    "fit_generator": (
        'model.compile("sgd", "mse")\nmodel.fit_generator(feed, steps_per_epoch=5, epochs=3)',
        ("SGD", 0.01, "mse", []), [("fit_generator", None, 3)]),
    "a wrapper": (
        WRAPPER + "KerasClassifier(build_fn=make, epochs=150, batch_size=10, units=3).fit(x, y)",
        ("Adam", 0.001, "mse", []), [("fit", 10, 150)]),
    "a wrapper whose fit says more": (
        WRAPPER + "wrapped = KerasClassifier(make, nb_epoch=3, batch_size=10)\nwrapped.fit(X=x, y=y, batch_size=20)",
        ("Adam", 0.001, "mse", []), [("fit", 20, 3)]),
    "cross validation": (
        WRAPPER + "from sklearn.model_selection import cross_val_score\n"
        "cross_val_score(KerasClassifier(model=make, epochs=2, batch_size=5), x, y, cv=3)",
        ("Adam", 0.001, "mse", []), [("fit", 5, 2)]),
}


def last_model(program: str) -> dict:
    return json.loads(_core.model(ast.parse(program), "program.py", format="json"))["models"][-1]


@pytest.mark.parametrize("name", CASES)
def test_learner_and_trainings(name):
    program, learner, trainings = CASES[name]
    model = last_model(HEAD + program + "\n")
    said = model["learners"][-1]
    assert (said["optimizer"]["name"], said["optimizer"]["learning_rate"], said["loss"]["name"],
            said["metrics"]) == learner
    assert [(t["method"], t["batch_size"], t["epochs"]) for t in model["trainings"]] == trainings


def test_a_wrapper_hands_its_keywords_to_the_builder():
    model = last_model(HEAD + WRAPPER + "KerasClassifier(build_fn=make, model__units=7).fit(x, y)\n")
    assert [layer["output_shape"] for layer in model["layers"]] == [[7], [1]]
