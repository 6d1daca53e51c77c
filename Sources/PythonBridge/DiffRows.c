#include "DiffRows.h"

#include "Rows.h"
#include "Texts.h"

static const char *status_name(sp_diff_status status) {
  switch (status) {
  case SP_DIFF_SAME:
    return "same";
  case SP_DIFF_NEW:
    return "new";
  case SP_DIFF_GONE:
    return "gone";
  case SP_DIFF_MOVED:
    return "moved";
  }
  return "unknown";
}

static PyObject *range(sp_range range) {
  return Py_BuildValue("(KKK)", (unsigned long long)range.low, (unsigned long long)range.median,
                       (unsigned long long)range.high);
}

// Py_BuildValue's "N" takes references over and lets NULL through as the error that it is.
static PyObject *figures(const sp_diff_figures *of) {
  return Py_BuildValue("(NNNNNNNNN)", range(of->ncall), range(of->nprim), range(of->resumptions), range(of->self_wall),
                       range(of->total_wall), range(of->self_cpu), range(of->total_cpu), range(of->self_wait),
                       range(of->total_wait));
}

static PyObject *identity(const sp_callee *callee, sp_text display_name) {
  return Py_BuildValue("(siNNNNN)", rows_kind_name(callee->kind), (int)callee->first_line, text_to_python(callee->name),
                       text_to_python(callee->qualified_name), text_to_python(callee->module),
                       text_to_python(callee->file), text_to_python(display_name));
}

static PyObject *function_row(const sp_diff_function_row *row) {
  bool was = row->status != SP_DIFF_NEW, is = row->status != SP_DIFF_GONE;
  return Py_BuildValue("(sNNNNNNN)", status_name(row->status), PyBool_FromLong(row->calls_changed),
                       PyBool_FromLong(row->wall_changed), PyBool_FromLong(row->cpu_changed),
                       was ? identity(&row->before, row->before_display_name) : Py_NewRef(Py_None),
                       is ? identity(&row->after, row->after_display_name) : Py_NewRef(Py_None),
                       figures(&row->before_figures), figures(&row->after_figures));
}

static PyObject *edge_row(const sp_diff_edge_row *row) {
  long long caller = row->caller == UINT32_MAX ? -1 : (long long)row->caller;
  return Py_BuildValue("(LINNN)", caller, (unsigned)row->callee, PyBool_FromLong(row->calls_changed),
                       figures(&row->before_figures), figures(&row->after_figures));
}

// Puts a new reference into a list; a NULL clears the list.
static void put(PyObject **list, size_t index, PyObject *row) {
  if (row == NULL) {
    Py_CLEAR(*list);
  } else {
    PyList_SET_ITEM(*list, (Py_ssize_t)index, row);
  }
}

PyObject *diff_rows_functions(const sp_diff *diff) {
  size_t count;
  const sp_diff_function_row *rows = sp_diff_functions(diff, &count);
  PyObject *list = PyList_New((Py_ssize_t)count);
  for (size_t i = 0; list != NULL && i < count; i++) put(&list, i, function_row(&rows[i]));
  return list;
}

PyObject *diff_rows_edges(const sp_diff *diff) {
  size_t count;
  const sp_diff_edge_row *rows = sp_diff_edges(diff, &count);
  PyObject *list = PyList_New((Py_ssize_t)count);
  for (size_t i = 0; list != NULL && i < count; i++) put(&list, i, edge_row(&rows[i]));
  return list;
}
