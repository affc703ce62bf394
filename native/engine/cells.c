/* SPDX-License-Identifier: MIT */
/*
 * Lines of a joined program to cells and back. Relies on cells in the order of their lines.
 *
 * Questionable: judgements are placed when all is said and done, not while rules speak. Rules sort and
 * compare by line, and comments suppress by line; both want one count for the whole program. Only the
 * texts of messages ask for the cell earlier (eos_say_line).
 */
#include "engine/cells.h"

#include "engine/finding.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const eos_cell *eos_cell_at(const eos_cells *cells, uint32_t line)
{
    uint32_t low = 0, high = cells ? cells->count : 0;
    while (low < high) { /* the first cell that begins behind the line */
        uint32_t middle = low + (high - low) / 2;
        if (cells->items[middle].line <= line)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? &cells->items[low - 1] : NULL;
}

const eos_cell *eos_cell_numbered(const eos_cells *cells, uint32_t number)
{
    uint32_t low = 0, high = cells ? cells->count : 0;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (cells->items[middle].index + 1 < number)
            low = middle + 1;
        else
            high = middle;
    }
    return cells && low < cells->count && cells->items[low].index + 1 == number ? &cells->items[low]
                                                                                : NULL;
}

const char *eos_say_line(eos_arena *arena, const eos_cells *cells, uint32_t line, uint32_t here)
{
    const eos_cell *cell = eos_cell_at(cells, line);
    if (!cell)
        return eos_arena_printf(arena, "line %" PRIu32, line);
    if (cell == eos_cell_at(cells, here))
        return eos_arena_printf(arena, "line %" PRIu32, line - cell->line + 1);
    return eos_arena_printf(arena, "line %" PRIu32 " of cell %" PRIu32, line - cell->line + 1,
                            cell->index);
}

/* The cell's number; *line becomes the line in it. 0 for no line or no cell. */
static uint32_t place_line(const eos_cells *cells, uint32_t *line)
{
    const eos_cell *cell = *line ? eos_cell_at(cells, *line) : NULL;
    if (!cell)
        return 0;
    *line = *line - cell->line + 1;
    return cell->index + 1;
}

static void place_edit(const eos_cells *cells, eos_arena *arena, eos_finding *finding)
{
    if (!finding->edit)
        return;
    eos_edit *edit = EOS_NEW(arena, eos_edit);
    *edit = *finding->edit;
    (void)place_line(cells, &edit->line);
    (void)place_line(cells, &edit->end_line);
    finding->edit = edit;
}

static void place_finding(const eos_cells *cells, eos_arena *arena, eos_finding *finding)
{
    eos_evidence *evidence = EOS_NEW_ARRAY(arena, eos_evidence, finding->evidence_count);
    eos_related *related = EOS_NEW_ARRAY(arena, eos_related, finding->related_count);
    for (uint32_t i = 0; i < finding->evidence_count; i++) {
        evidence[i] = finding->evidence[i];
        if (!evidence[i].path)
            evidence[i].cell = place_line(cells, &evidence[i].line);
    }
    for (uint32_t i = 0; i < finding->related_count; i++) {
        related[i] = finding->related[i];
        if (!related[i].path)
            related[i].cell = place_line(cells, &related[i].line);
    }
    finding->evidence = evidence;
    finding->related = related;
    place_edit(cells, arena, finding);
    const eos_cell *cell = eos_cell_at(cells, finding->line);
    finding->cell = cell ? (int32_t)cell->index : -1;
    finding->cell_id = cell ? cell->id : NULL;
    (void)place_line(cells, &finding->line);
    (void)place_line(cells, &finding->end_line);
    (void)place_line(cells, &finding->suppressed_line);
}

void eos_cells_place(const eos_cells *cells, eos_judgement *judgement)
{
    if (!cells || cells->count == 0)
        return;
    for (uint32_t i = 0; i < judgement->findings.count; i++)
        place_finding(cells, &judgement->arena, &judgement->findings.items[i]);
    for (uint32_t i = 0; i < judgement->answers.count; i++)
        (void)place_line(cells, &judgement->answers.items[i].line);
    for (uint32_t i = 0; i < judgement->not_judged.count; i++) {
        eos_not_judged *entry = &judgement->not_judged.items[i];
        entry->cell = place_line(cells, &entry->line);
    }
    for (uint32_t i = 0; i < judgement->problems.count; i++) {
        eos_problem *problem = &judgement->problems.items[i];
        if (!problem->path)
            problem->cell = place_line(cells, &problem->line);
    }
}

void eos_cells_hash(eos_hasher *hasher, const eos_cells *cells)
{
    for (uint32_t i = 0; cells && i < cells->count; i++) {
        char place[48];
        snprintf(place, sizeof place, "cell %" PRIu32 " %" PRIu32, cells->items[i].index,
                 cells->items[i].line);
        eos_hasher_add_field(hasher, place);
        eos_hasher_add_field(hasher, cells->items[i].id);
    }
}
