# SPDX-License-Identifier: MIT
from keras import Sequential, layers

prefix = "block"
model = Sequential(name="net_{}".format(3))
model.add(layers.Input((6,)))
for i in range(1, 3):
    name = prefix + str(i) + "_fc"
    model.add(layers.Dense(i * 5, name=name))
    model.add(layers.Activation("re" + "lu", name="%s_act" % name))
    model.add(layers.Dense(len(name), name="-".join([name, "out"])))
