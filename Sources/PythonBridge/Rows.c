#include "Rows.h"

#include <stdarg.h>

#include "Texts.h"

#define TIMES \
  {"wall_self_ns", NULL}, {"wall_total_ns", NULL}, {"cpu_self_ns", NULL}, { "cpu_total_ns", NULL }
#define END {NULL, NULL}

static PyStructSequence_Field header_fields[] = {{"process_id", NULL},
                                                 {"start_unix_ns", NULL},
                                                 {"duration_ns", NULL},
                                                 {"events", NULL},
                                                 {"event_pair_cost_ns", NULL},
                                                 {"overhead_ns", NULL},
                                                 {"folded_calls", NULL},
                                                 {"unmatched_returns", NULL},
                                                 {"cpu_resyncs", NULL},
                                                 {"tsc", NULL},
                                                 {"rseq", NULL},
                                                 {"runs", NULL},
                                                 {"measures", NULL},
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
static PyStructSequence_Field thread_fields[] = {
    {"name", NULL},   {"os_id", NULL},        {"python_ident", NULL}, {"started_before", NULL},
    {"ended", NULL},  {"start_ns", NULL},     {"duration_ns", NULL},  {"wall_ns", NULL},
    {"cpu_ns", NULL}, {"wall_self_ns", NULL}, {"cpu_self_ns", NULL},  END};
static PyStructSequence_Field node_fields[] = {{"parent", NULL},
                                               {"function", NULL},
                                               {"thread", NULL},
                                               {"calls", NULL},
                                               {"resumptions", NULL},
                                               {"open", NULL},
                                               TIMES,
                                               END};
static PyStructSequence_Field clock_fields[] = {
    {"tsc", NULL},          {"rseq", NULL},        {"ticks_per_ns", NULL},
    {"wall_cost_ns", NULL}, {"cpu_cost_ns", NULL}, {"cpu_syscall_cost_ns", NULL},
    {"wall_reason", NULL},  {"cpu_reason", NULL},  END};
static PyStructSequence_Field foreign_fields[] = {{"thread_ident", NULL}, {"description", NULL}, END};

#define COUNT(fields) ((int)(sizeof fields / sizeof *fields) - 1)
#define DESCRIBE(name, fields) {"swiftprof._bridge." name, NULL, fields, COUNT(fields)}

static PyStructSequence_Desc descriptions[] = {
    DESCRIBE("Header", header_fields),          DESCRIBE("FunctionRow", function_fields),
    DESCRIBE("EdgeRow", edge_fields),           DESCRIBE("ThreadRow", thread_fields),
    DESCRIBE("NodeRow", node_fields),           DESCRIBE("ClockInfo", clock_fields),
    DESCRIBE("ForeignProfiler", foreign_fields)};
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
  for (int i = 0; i < TYPES; i++) {
    if (types[i] == NULL && (types[i] = PyStructSequence_NewType(&descriptions[i])) == NULL) return -1;
    if (PyModule_AddType(module, types[i]) < 0) return -1;
  }
  return 0;
}

// A row under construction: each value is a new reference or, after a failure, NULL.
typedef struct Row {
  PyObject *tuple;
  Py_ssize_t next;
  int failed;
} Row;

static Row begin(int type) {
  PyObject *tuple = PyStructSequence_New(types[type]);
  return (Row){.tuple = tuple, .failed = tuple == NULL};
}

static void put(Row *row, PyObject *value) {
  if (value == NULL) row->failed = 1;
  if (row->tuple == NULL) {
    Py_XDECREF(value);
    return;
  }
  PyStructSequence_SetItem(row->tuple, row->next++, value != NULL ? value : Py_NewRef(Py_None));
}

static void put_number(Row *row, uint64_t value) { put(row, PyLong_FromUnsignedLongLong(value)); }
static void put_index(Row *row, uint32_t value) {
  put(row, value == UINT32_MAX ? PyLong_FromLong(-1) : PyLong_FromUnsignedLong(value));
}
static void put_text(Row *row, sp_text value) { put(row, text_to_python(value)); }
static void put_flag(Row *row, bool value) { put(row, PyBool_FromLong(value)); }
static void put_float(Row *row, double value) { put(row, PyFloat_FromDouble(value)); }
static void put_times(Row *row, sp_times times) {
  put_number(row, times.self_wall);
  put_number(row, times.total_wall);
  put_number(row, times.self_cpu);
  put_number(row, times.total_cpu);
}

static PyObject *finish(Row *row) {
  if (row->failed) Py_CLEAR(row->tuple);
  return row->tuple;
}

// A list of rows, made one by one.
#define ROWS(profile, rows_of, ROW, make)              \
  size_t count;                                        \
  const ROW *rows = rows_of(profile, &count);          \
  PyObject *list = PyList_New((Py_ssize_t)count);      \
  for (size_t i = 0; list != NULL && i < count; i++) { \
    PyObject *row = make(&rows[i]);                    \
    if (row == NULL) {                                 \
      Py_CLEAR(list);                                  \
    } else {                                           \
      PyList_SET_ITEM(list, (Py_ssize_t)i, row);       \
    }                                                  \
  }                                                    \
  return list

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
  Row row = begin(FUNCTION);
  put_text(&row, text_literal(rows_kind_name(function->kind)));
  put(&row, PyLong_FromLong(function->first_line));
  put_text(&row, function->name);
  put_text(&row, function->qualified_name);
  put_text(&row, function->module);
  put_text(&row, function->file);
  put_text(&row, function->display_name);
  put_number(&row, function->ncall);
  put_number(&row, function->nprim);
  put_number(&row, function->resumptions);
  put_number(&row, function->open);
  put_times(&row, function->times);
  return finish(&row);
}

static PyObject *edge_row(const sp_edge_row *edge) {
  Row row = begin(EDGE);
  put_index(&row, edge->caller);
  put_index(&row, edge->callee);
  put_number(&row, edge->ncall);
  put_number(&row, edge->nprim);
  put_number(&row, edge->resumptions);
  put_times(&row, edge->times);
  return finish(&row);
}

static PyObject *thread_row(const sp_thread_row *thread) {
  Row row = begin(THREAD);
  put_text(&row, thread->name);
  put_number(&row, thread->os_id);
  put_number(&row, thread->python_ident);
  put_flag(&row, thread->started_before);
  put_flag(&row, thread->ended);
  put_number(&row, thread->start_ns);
  put_number(&row, thread->duration_ns);
  put_number(&row, thread->wall_ns);
  put_number(&row, thread->cpu_ns);
  put_number(&row, thread->self_wall_ns);
  put_number(&row, thread->self_cpu_ns);
  return finish(&row);
}

static PyObject *node_row(const sp_node_row *node) {
  Row row = begin(NODE);
  put_index(&row, node->parent);
  put_index(&row, node->function);
  put_index(&row, node->thread);
  put_number(&row, node->calls);
  put_number(&row, node->resumptions);
  put_flag(&row, node->open);
  put_times(&row, node->times);
  return finish(&row);
}

PyObject *rows_functions(const sp_profile *profile) {
  ROWS(profile, sp_profile_functions, sp_function_row, function_row);
}
PyObject *rows_edges(const sp_profile *profile) { ROWS(profile, sp_profile_edges, sp_edge_row, edge_row); }
PyObject *rows_threads(const sp_profile *profile) { ROWS(profile, sp_profile_threads, sp_thread_row, thread_row); }
PyObject *rows_nodes(const sp_profile *profile) { ROWS(profile, sp_profile_nodes, sp_node_row, node_row); }

PyObject *rows_header(const sp_profile *profile) {
  sp_profile_header header;
  sp_profile_header_get(profile, &header);
  Row row = begin(HEADER);
  put_number(&row, header.process_id);
  put_number(&row, header.start_unix_ns);
  put_number(&row, header.duration_ns);
  put_number(&row, header.events);
  put_float(&row, header.event_pair_cost_ns);
  put_number(&row, header.overhead_ns);
  put_number(&row, header.folded_calls);
  put_number(&row, header.unmatched_returns);
  put_number(&row, header.cpu_resyncs);
  put_flag(&row, header.tsc);
  put_flag(&row, header.rseq);
  put_number(&row, header.runs);
  put_number(&row, header.measures);
  return finish(&row);
}

PyObject *rows_clock_info(void) {
  sp_clock_info info;
  sp_clock_info_get(&info);
  Row row = begin(CLOCK);
  put_flag(&row, info.tsc);
  put_flag(&row, info.rseq);
  put_float(&row, info.ticks_per_ns);
  put_float(&row, info.wall_cost_ns);
  put_float(&row, info.cpu_cost_ns);
  put_float(&row, info.cpu_syscall_cost_ns);
  put_text(&row, text_literal(info.wall_reason));
  put_text(&row, text_literal(info.cpu_reason));
  return finish(&row);
}

PyObject *rows_foreign_profilers(PyObject *pairs) {
  PyObject *list = PyList_New(0);
  for (Py_ssize_t i = 0; list != NULL && i < PyList_GET_SIZE(pairs); i++) {
    PyObject *pair = PyList_GET_ITEM(pairs, i);
    Row row = begin(FOREIGN);
    put(&row, Py_NewRef(PyTuple_GET_ITEM(pair, 0)));
    put(&row, Py_NewRef(PyTuple_GET_ITEM(pair, 1)));
    PyObject *tuple = finish(&row);
    if (tuple == NULL || PyList_Append(list, tuple) < 0) Py_CLEAR(list);
    Py_XDECREF(tuple);
  }
  return list;
}
