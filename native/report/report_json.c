/* SPDX-License-Identifier: MIT */
/*
 * Judgement to JSON. One function per object of the schema, in the schema's order; every key is always
 * there, with null for what is not known, so that consumers need no "is it present".
 *
 * ORDER: keys and words stand in schemas/finding.schema.json too; tests/hosts/test_cli.py validates.
 */
#include "report/report_json.h"

const char *eos_status_of_finding_name(eos_status_of_finding status)
{
    switch (status) {
    case EOS_STATUS_NEW:
        return "new";
    case EOS_STATUS_OPEN:
        return "open";
    case EOS_STATUS_REOPENED:
        return "reopened";
    case EOS_STATUS_NONE:
        break;
    }
    return NULL;
}

const char *eos_suppressed_by_name(eos_suppressed_by by)
{
    switch (by) {
    case EOS_SUPPRESSED_NOQA:
        return "noqa";
    case EOS_SUPPRESSED_PYLINT:
        return "pylint";
    case EOS_SUPPRESSED_CONFIG:
        return "config";
    case EOS_NOT_SUPPRESSED:
        break;
    }
    return NULL;
}

/* A line of 0 means "no line" in the records and null in JSON. */
static void add_line(eos_json *object, const char *key, uint32_t line)
{
    if (line)
        eos_json_add_int(object, key, line);
    else
        eos_json_add_null(object, key);
}

/* Only places in a notebook have a cell. */
static void add_cell(eos_json *object, const eos_cells *cells, uint32_t number)
{
    const eos_cell *cell = number ? eos_cell_numbered(cells, number) : NULL;
    if (!cell)
        return;
    eos_json *node = eos_json_object(object, "cell");
    eos_json_add_int(node, "index", cell->index);
    eos_json_add_string(node, "id", cell->id);
}

static void add_evidence(eos_json *array, const eos_evidence *evidence, const eos_cells *cells,
                         const char *path)
{
    eos_json *object = eos_json_object(array, NULL);
    eos_json_add_string(object, "source",
                        eos_evidence_source_name((eos_evidence_source)evidence->source));
    eos_json_add_string(object, "what", evidence->what);
    eos_json_add_string(object, "value", evidence->value);
    /* a default of the library has no place: neither path nor line */
    const char *place = evidence->path ? evidence->path : evidence->line ? path : NULL;
    eos_json_add_string(object, "path", place);
    add_line(object, "line", evidence->line);
    add_cell(object, cells, evidence->cell);
}

static void add_layer(eos_json *object, const eos_finding *finding)
{
    if (!finding->layer_ordinal) {
        eos_json_add_null(object, "layer");
        return;
    }
    eos_json *layer = eos_json_object(object, "layer");
    eos_json_add_int(layer, "ordinal", finding->layer_ordinal);
    eos_json_add_string(layer, "name", finding->layer_name);
    eos_json_add_string(layer, "kind", finding->layer_kind);
}

static void add_edit(eos_json *object, const eos_edit *edit)
{
    if (!edit) {
        eos_json_add_null(object, "edit");
        return;
    }
    eos_json *node = eos_json_object(object, "edit");
    eos_json_add_int(node, "line", edit->line);
    eos_json_add_int(node, "column", edit->column);
    eos_json_add_int(node, "end_line", edit->end_line);
    eos_json_add_int(node, "end_column", edit->end_column);
    eos_json_add_string(node, "replacement", edit->replacement);
    eos_json_add_bool(node, "safe", edit->is_safe);
}

static void add_suppressed(eos_json *object, const eos_finding *finding)
{
    const char *by = eos_suppressed_by_name((eos_suppressed_by)finding->suppressed_by);
    if (!by) {
        eos_json_add_null(object, "suppressed");
        return;
    }
    eos_json *node = eos_json_object(object, "suppressed");
    eos_json_add_string(node, "by", by);
    add_line(node, "line", finding->suppressed_line);
    eos_json_add_string(node, "reason", finding->suppressed_reason);
}

static void add_place(eos_json *object, const eos_finding *finding, const char *path)
{
    eos_json_add_string(object, "path", path);
    eos_json_add_int(object, "line", finding->line);
    eos_json_add_int(object, "column", finding->column);
    eos_json_add_int(object, "end_line", finding->end_line);
    eos_json_add_int(object, "end_column", finding->end_column);
    if (finding->cell < 0) {
        eos_json_add_null(object, "cell");
        return;
    }
    eos_json *cell = eos_json_object(object, "cell");
    eos_json_add_int(cell, "index", finding->cell);
    eos_json_add_string(cell, "id", finding->cell_id);
}

static void add_finding(eos_json *array, const eos_finding *finding, const eos_cells *cells,
                        const char *path)
{
    eos_json *object = eos_json_object(array, NULL);
    eos_json_add_string(object, "code", finding->code);
    eos_json_add_string(object, "name", finding->name);
    eos_json_add_string(object, "category", finding->category);
    eos_json_add_string(object, "severity", eos_severity_name((eos_severity)finding->severity));
    eos_json_add_string(object, "confidence",
                        eos_confidence_name((eos_confidence)finding->confidence));
    add_place(object, finding, path);
    eos_json_add_string(object, "model", finding->model);
    add_layer(object, finding);
    eos_json_add_string(object, "message", finding->message);
    eos_json_add_string(object, "fix", finding->fix);
    add_edit(object, finding->edit);
    eos_json *evidence = eos_json_array(object, "evidence");
    for (uint32_t i = 0; i < finding->evidence_count; i++)
        add_evidence(evidence, &finding->evidence[i], cells, path);
    eos_json *related = eos_json_array(object, "related");
    for (uint32_t i = 0; i < finding->related_count; i++) {
        eos_json *place = eos_json_object(related, NULL);
        eos_json_add_string(place, "what", finding->related[i].what);
        eos_json_add_string(place, "path",
                            finding->related[i].path ? finding->related[i].path : path);
        add_line(place, "line", finding->related[i].line);
        add_cell(place, cells, finding->related[i].cell);
    }
    eos_json_add_string(object, "fingerprint", finding->fingerprint);
    eos_json_add_string(object, "status",
                        eos_status_of_finding_name((eos_status_of_finding)finding->status));
    add_suppressed(object, finding);
}

eos_json *eos_report_json(const eos_judgement *judgement, const char *path)
{
    eos_json *root = eos_json_object(NULL, NULL);
    eos_json *findings = eos_json_array(root, "findings");
    for (uint32_t i = 0; i < judgement->findings.count; i++)
        add_finding(findings, &judgement->findings.items[i], judgement->cells, path);
    eos_json_add_int(root, "models", judgement->model_count);
    eos_json *not_judged = eos_json_array(root, "not_judged");
    for (uint32_t i = 0; i < judgement->not_judged.count; i++) {
        const eos_not_judged *entry = &judgement->not_judged.items[i];
        eos_json *object = eos_json_object(not_judged, NULL);
        eos_json_add_string(object, "path", path);
        add_line(object, "line", entry->line);
        eos_json_add_string(object, "what", entry->what);
        eos_json_add_string(object, "reason", entry->reason);
        add_cell(object, judgement->cells, entry->cell);
    }
    eos_json *errors = eos_json_array(root, "errors");
    for (uint32_t i = 0; i < judgement->problems.count; i++) {
        const eos_problem *problem = &judgement->problems.items[i];
        eos_json *object = eos_json_object(errors, NULL);
        eos_json_add_string(object, "path", problem->path ? problem->path : path);
        add_line(object, "line", problem->line);
        eos_json_add_string(object, "message", problem->message);
        add_cell(object, judgement->cells, problem->cell);
    }
    return root;
}
