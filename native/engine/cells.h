/* SPDX-License-Identifier: MIT */
/*
 * Places in a notebook. Its code cells are judged as one program, their texts one below the other; what
 * is said of it counts lines from the start of each cell. This file is the way from the one to the other.
 *
 * A program that is no notebook has no cells, and every function here leaves its lines as they are.
 */
#ifndef EOS_ENGINE_CELLS_H
#define EOS_ENGINE_CELLS_H

#include "base/arena.h"
#include "base/digest.h"

#include <stdint.h>

typedef struct eos_cell {
    uint32_t line;  /* of the joined program that the cell begins at, from 1; ascending */
    uint32_t index; /* in the notebook's list of cells, from 0 */
    const char *id; /* as the notebook names it; NULL = it does not */
} eos_cell;

typedef struct eos_cells {
    const eos_cell *items; /* NULL = no notebook */
    uint32_t count;
} eos_cells;

struct eos_judgement;

/** The cell that a line of the joined program lies in; NULL = none. Cells may be NULL. */
const eos_cell *eos_cell_at(const eos_cells *cells, uint32_t line);
/** The cell with this number (its index + 1); NULL = none. */
const eos_cell *eos_cell_numbered(const eos_cells *cells, uint32_t number);
/** "line 12"; in a notebook "line 2 of cell 3", without the cell when `here` lies in it too. */
const char *eos_say_line(eos_arena *arena, const eos_cells *cells, uint32_t line, uint32_t here);
/** Turns the lines of all that a fresh judgement says into cells and lines in them; once. */
void eos_cells_place(const eos_cells *cells, struct eos_judgement *judgement);
/** What a judgement's key needs to know of the cells. */
void eos_cells_hash(eos_hasher *hasher, const eos_cells *cells);

#endif
