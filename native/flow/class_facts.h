/* SPDX-License-Identifier: MIT */
/*
 * What the classes of a file that are networks or layers say of themselves, whoever makes them: modules
 * in plain lists, modules that no method mentions, layers made anew in every forward, a base that is not
 * initialised. Facts for the rules EOS704 to EOS707.
 */
#ifndef EOS_FLOW_CLASS_FACTS_H
#define EOS_FLOW_CLASS_FACTS_H

#include "base/span.h"
#include "base/vector.h"
#include <stdbool.h>
#include <stdint.h>

typedef struct eos_class_member {
    const char *name;  /* the attribute; of a layer made in forward: its class */
    const char *kind;  /* class of the module, of the first of several: "Linear" */
    const char *scope; /* qualified name of the function that makes it */
    eos_span span;     /* of a container: what makes the list or dict; of a module: its making */
    uint32_t count;    /* modules in a container */
    bool is_dict;      /* of a container */
} eos_class_member;

typedef EOS_VECTOR(eos_class_member) eos_class_members;

typedef enum eos_base_init {
    EOS_BASE_INIT_FINE, /* called first, or not needed */
    EOS_BASE_INIT_UNKNOWN,
    EOS_BASE_INIT_MISSING, /* no method of the class calls it */
    EOS_BASE_INIT_LATE     /* after a module was assigned to an attribute */
} eos_base_init;

typedef struct eos_class_facts {
    const char *name;  /* "Net" */
    const char *scope; /* qualified name: "build.<locals>.Net" */
    eos_span span;
    bool is_torch;
    eos_class_members plain; /* lists, tuples and dicts that hold modules with weights */
    eos_class_members
        unused; /* modules with weights whose attribute nothing in the file mentions */
    eos_class_members remade; /* layers with weights that forward makes at every call */
    eos_span asked;        /* parameters(), to(), state_dict() of an instance; line 0 = not seen */
    const char *asked_for; /* the method; NULL = not seen */
    uint8_t base_init;     /* eos_base_init */
    eos_span init;         /* its __init__, or the module that is assigned too early */
    eos_span base_call;    /* the late call */
    const char *unknown;   /* why `unused` is not known; NULL = it is */
} eos_class_facts;

typedef EOS_VECTOR(eos_class_facts) eos_class_facts_list;

#endif
