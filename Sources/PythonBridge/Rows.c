#include "Rows.h"

#include "RowBuilder.h"
#include "TaskRows.h"
#include "Texts.h"

#define TIMES                                                                                     \
  {"wall_self_ns", NULL}, {"wall_total_ns", NULL}, {"cpu_self_ns", NULL}, {"cpu_total_ns", NULL}, \
      {"suspended_ns", NULL}, {"wall_self_overhead_ns", NULL}, {"wall_total_overhead_ns", NULL},  \
      {"cpu_self_overhead_ns", NULL}, {                                                           \
    "cpu_total_overhead_ns", NULL                                                                 \
  }
#define END {NULL, NULL}

static PyStructSequence_Field header_fields[] = {{"process_id", NULL},
                                                 {"start_unix_ns", NULL},
                                                 {"duration_ns", NULL},
                                                 {"events", NULL},
                                                 {"event_pair_cost_ns", NULL},
                                                 {"overhead_ns", NULL},
                                                 {"raw", NULL},
                                                 {"slowdown", NULL},
                                                 {"folded_calls", NULL},
                                                 {"unmatched_returns", NULL},
                                                 {"cpu_resyncs", NULL},
                                                 {"tsc", NULL},
                                                 {"rseq", NULL},
                                                 {"runs", NULL},
                                                 {"measures", NULL},
                                                 {"tasks_left_out", NULL},
                                                 END};
static PyStructSequence_Field function_fields[] = {{"kind", NULL},
                                                   {"first_line", NULL},
                                                   {"name", NULL},
                                                   {"qualified_name", NULL},
                                                   {"module", NULL},
                                                   {"file", NULL},
                                                   {"display_name", NULL},
                                                   {"ncall", NULL},
                                                   {"nprim", NULL},
                                                   {"resumptions", NULL},
                                                   {"open", NULL},
                                                   TIMES,
                                                   END};
static PyStructSequence_Field edge_fields[] = {
    {"caller", NULL}, {"callee", NULL}, {"ncall", NULL}, {"nprim", NULL}, {"resumptions", NULL}, TIMES, END};
static PyStructSequence_Field thread_fields[] = {{"name", NULL},
                                                 {"os_id", NULL},
                                                 {"python_ident", NULL},
                                                 {"started_before", NULL},
                                                 {"ended", NULL},
                                                 {"start_ns", NULL},
                                                 {"duration_ns", NULL},
                                                 {"wall_ns", NULL},
                                                 {"cpu_ns", NULL},
                                                 {"wall_self_ns", NULL},
                                                 {"cpu_self_ns", NULL},
                                                 {"wall_overhead_ns", NULL},
                                                 {"cpu_overhead_ns", NULL},
                                                 {"wall_self_overhead_ns", NULL},
                                                 {"cpu_self_overhead_ns", NULL},
                                                 END};
static PyStructSequence_Field node_fields[] = {{"parent", NULL},
                                               {"function", NULL},
                                               {"thread", NULL},
                                               {"calls", NULL},
                                               {"resumptions", NULL},
                                               {"open", NULL},
                                               {"label", NULL},
                                               TIMES,
                                               END};
static PyStructSequence_Field clock_fields[] = {
    {"tsc", NULL},          {"rseq", NULL},        {"ticks_per_ns", NULL},
    {"wall_cost_ns", NULL}, {"cpu_cost_ns", NULL}, {"cpu_syscall_cost_ns", NULL},
    {"wall_reason", NULL},  {"cpu_reason", NULL},  END};
static PyStructSequence_Field foreign_fields[] = {{"thread_ident", NULL}, {"description", NULL}, END};

static PyStructSequence_Desc descriptions[] = {
    ROW_TYPE("Header", header_fields),          ROW_TYPE("FunctionRow", function_fields),
    ROW_TYPE("EdgeRow", edge_fields),           ROW_TYPE("ThreadRow", thread_fields),
    ROW_TYPE("NodeRow", node_fields),           ROW_TYPE("ClockInfo", clock_fields),
    ROW_TYPE("ForeignProfiler", foreign_fields)};
enum {
  HEADER,
  FUNCTION,
  EDGE,
  THREAD,
  NODE,
  CLOCK,
  FOREIGN,
  TYPES
};
static PyTypeObject *types[TYPES];

int rows_prepare(PyObject *module) {
  if (row_types_add(module, descriptions, types, TYPES) < 0) return -1;
  return task_rows_prepare(module);
}

static void put_times(Row *row, sp_times times) {
  row_put_number(row, times.self_wall);
  row_put_number(row, times.total_wall);
  row_put_number(row, times.self_cpu);
  row_put_number(row, times.total_cpu);
  row_put_number(row, times.suspended);
  row_put_number(row, times.self_overhead_wall);
  row_put_number(row, times.total_overhead_wall);
  row_put_number(row, times.self_overhead_cpu);
  row_put_number(row, times.total_overhead_cpu);
}

const char *rows_kind_name(sp_kind kind) {
  switch (kind) {
  case SP_KIND_PYTHON:
    return "python";
  case SP_KIND_BUILTIN:
    return "builtin";
  case SP_KIND_METHOD:
    return "method";
  case SP_KIND_GC:
    return "gc";
  case SP_KIND_THREAD:
    return "thread";
  case SP_KIND_FOLDED:
    return "folded";
  case SP_KIND_TYPE:
    return "type";
  case SP_KIND_CUT:
    return "cut";
  case SP_KIND_SPAN:
    return "span";
  case SP_KIND_LABEL:
    return "label";
  }
  return "unknown";
}

static PyObject *function_row(const sp_function_row *function) {
  Row row = row_begin(types[FUNCTION]);
  row_put_text(&row, text_literal(rows_kind_name(function->kind)));
  row_put(&row, PyLong_FromLong(function->first_line));
  row_put_text(&row, function->name);
  row_put_text(&row, function->qualified_name);
  row_put_text(&row, function->module);
  row_put_text(&row, function->file);
  row_put_text(&row, function->display_name);
  row_put_number(&row, function->ncall);
  row_put_number(&row, function->nprim);
  row_put_number(&row, function->resumptions);
  row_put_number(&row, function->open);
  put_times(&row, function->times);
  return row_finish(&row);
}

static PyObject *edge_row(const sp_edge_row *edge) {
  Row row = row_begin(types[EDGE]);
  row_put_index(&row, edge->caller);
  row_put_index(&row, edge->callee);
  row_put_number(&row, edge->ncall);
  row_put_number(&row, edge->nprim);
  row_put_number(&row, edge->resumptions);
  put_times(&row, edge->times);
  return row_finish(&row);
}

static PyObject *thread_row(const sp_thread_row *thread) {
  Row row = row_begin(types[THREAD]);
  row_put_text(&row, thread->name);
  row_put_number(&row, thread->os_id);
  row_put_number(&row, thread->python_ident);
  row_put_flag(&row, thread->started_before);
  row_put_flag(&row, thread->ended);
  row_put_number(&row, thread->start_ns);
  row_put_number(&row, thread->duration_ns);
  row_put_number(&row, thread->wall_ns);
  row_put_number(&row, thread->cpu_ns);
  row_put_number(&row, thread->self_wall_ns);
  row_put_number(&row, thread->self_cpu_ns);
  row_put_number(&row, thread->overhead_wall_ns);
  row_put_number(&row, thread->overhead_cpu_ns);
  row_put_number(&row, thread->self_overhead_wall_ns);
  row_put_number(&row, thread->self_overhead_cpu_ns);
  return row_finish(&row);
}

static PyObject *node_row(const sp_node_row *node) {
  Row row = row_begin(types[NODE]);
  row_put_index(&row, node->parent);
  row_put_index(&row, node->function);
  row_put_index(&row, node->thread);
  row_put_number(&row, node->calls);
  row_put_number(&row, node->resumptions);
  row_put_flag(&row, node->open);
  row_put_index(&row, node->label);
  put_times(&row, node->times);
  return row_finish(&row);
}

PyObject *rows_functions(const sp_profile *profile) {
  ROW_LIST(profile, sp_profile_functions, sp_function_row, function_row);
}
PyObject *rows_edges(const sp_profile *profile) { ROW_LIST(profile, sp_profile_edges, sp_edge_row, edge_row); }
PyObject *rows_threads(const sp_profile *profile) { ROW_LIST(profile, sp_profile_threads, sp_thread_row, thread_row); }
PyObject *rows_nodes(const sp_profile *profile) { ROW_LIST(profile, sp_profile_nodes, sp_node_row, node_row); }

PyObject *rows_header(const sp_profile *profile) {
  sp_profile_header header;
  sp_profile_header_get(profile, &header);
  Row row = row_begin(types[HEADER]);
  row_put_number(&row, header.process_id);
  row_put_number(&row, header.start_unix_ns);
  row_put_number(&row, header.duration_ns);
  row_put_number(&row, header.events);
  row_put_float(&row, header.event_pair_cost_ns);
  row_put_number(&row, header.overhead_ns);
  row_put_flag(&row, header.raw);
  row_put_float(&row, header.slowdown);
  row_put_number(&row, header.folded_calls);
  row_put_number(&row, header.unmatched_returns);
  row_put_number(&row, header.cpu_resyncs);
  row_put_flag(&row, header.tsc);
  row_put_flag(&row, header.rseq);
  row_put_number(&row, header.runs);
  row_put_number(&row, header.measures);
  row_put_number(&row, header.tasks_left_out);
  return row_finish(&row);
}

PyObject *rows_clock_info(void) {
  sp_clock_info info;
  sp_clock_info_get(&info);
  Row row = row_begin(types[CLOCK]);
  row_put_flag(&row, info.tsc);
  row_put_flag(&row, info.rseq);
  row_put_float(&row, info.ticks_per_ns);
  row_put_float(&row, info.wall_cost_ns);
  row_put_float(&row, info.cpu_cost_ns);
  row_put_float(&row, info.cpu_syscall_cost_ns);
  row_put_text(&row, text_literal(info.wall_reason));
  row_put_text(&row, text_literal(info.cpu_reason));
  return row_finish(&row);
}

PyObject *rows_foreign_profilers(PyObject *pairs) {
  PyObject *list = PyList_New(0);
  for (Py_ssize_t i = 0; list != NULL && i < PyList_GET_SIZE(pairs); i++) {
    PyObject *pair = PyList_GET_ITEM(pairs, i);
    Row row = row_begin(types[FOREIGN]);
    row_put(&row, Py_NewRef(PyTuple_GET_ITEM(pair, 0)));
    row_put(&row, Py_NewRef(PyTuple_GET_ITEM(pair, 1)));
    PyObject *tuple = row_finish(&row);
    if (tuple == NULL || PyList_Append(list, tuple) < 0) Py_CLEAR(list);
    Py_XDECREF(tuple);
  }
  return list;
}
