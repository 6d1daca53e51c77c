#include "ProfileData.h"

#include "Callers.h"
#include "DisplayOptions.h"
#include "Facts.h"
#include "PathRoots.h"
#include "ProfileFilter.h"
#include "Rows.h"
#include "TaskRows.h"
#include "Texts.h"

typedef struct ProfileData {
  PyObject_HEAD sp_profile *profile;
} ProfileData;

PyObject *profile_data_new(sp_snapshot *snapshot) {
  sp_error error = {0};
  sp_profile *profile;
  Py_BEGIN_ALLOW_THREADS profile = sp_profile_create(snapshot, &error);
  Py_END_ALLOW_THREADS if (profile == NULL) return PyErr_Format(PyExc_MemoryError, "%s", error.message);
  return profile_data_of(profile);
}

PyObject *profile_data_of(sp_profile *profile) {
  ProfileData *data = PyObject_New(ProfileData, &ProfileData_Type);
  if (data == NULL) {
    sp_profile_free(profile);
    return NULL;
  }
  data->profile = profile;
  return (PyObject *)data;
}

const sp_profile *profile_data_profile(PyObject *object) {
  if (Py_TYPE(object) == &ProfileData_Type) return ((ProfileData *)object)->profile;
  PyErr_Format(PyExc_TypeError, "a ProfileData is needed, not %R", object);
  return NULL;
}

static void dealloc(PyObject *self) {
  sp_profile_free(((ProfileData *)self)->profile);
  PyObject_Free(self);
}

static PyObject *header(PyObject *self, PyObject *Py_UNUSED(none)) {
  return rows_header(((ProfileData *)self)->profile);
}
static PyObject *functions(PyObject *self, PyObject *Py_UNUSED(none)) {
  return rows_functions(((ProfileData *)self)->profile);
}
static PyObject *edges(PyObject *self, PyObject *Py_UNUSED(none)) { return rows_edges(((ProfileData *)self)->profile); }
static PyObject *threads(PyObject *self, PyObject *Py_UNUSED(none)) {
  return rows_threads(((ProfileData *)self)->profile);
}
static PyObject *nodes(PyObject *self, PyObject *Py_UNUSED(none)) { return rows_nodes(((ProfileData *)self)->profile); }

static PyObject *tasks(PyObject *self, PyObject *Py_UNUSED(none)) {
  return task_rows_tasks(((ProfileData *)self)->profile);
}
static PyObject *labels(PyObject *self, PyObject *Py_UNUSED(none)) {
  return task_rows_labels(((ProfileData *)self)->profile);
}

static PyObject *facts(PyObject *self, PyObject *Py_UNUSED(none)) { return facts_of(((ProfileData *)self)->profile); }

static PyObject *clock_notes(PyObject *self, PyObject *Py_UNUSED(none)) {
  return facts_clock_notes(((ProfileData *)self)->profile);
}

// ---- other profiles

static PyObject *described(PyObject *self, PyObject *arguments, PyObject *keywords) {
  sp_profile *profile = facts_described(((ProfileData *)self)->profile, arguments, keywords);
  return profile != NULL ? profile_data_of(profile) : NULL;
}

static PyObject *raw(PyObject *self, PyObject *Py_UNUSED(none)) {
  const sp_profile *profile = ((ProfileData *)self)->profile;
  sp_profile *result;
  sp_error error = {0};
  Py_BEGIN_ALLOW_THREADS result = sp_profile_raw(profile, &error);
  Py_END_ALLOW_THREADS if (result == NULL) return PyErr_Format(PyExc_MemoryError, "%s", error.message);
  return profile_data_of(result);
}

static PyObject *filtered(PyObject *self, PyObject *arguments, PyObject *keywords) {
  sp_profile *profile = profile_filter(((ProfileData *)self)->profile, arguments, keywords);
  return profile != NULL ? profile_data_of(profile) : NULL;
}

// ---- write

static sp_text text_argument(const char *bytes, Py_ssize_t count) {
  return (sp_text){.bytes = bytes, .count = (size_t)count};
}

static PyObject *write_with(const sp_profile *profile, const sp_format_options *options) {
  sp_buffer buffer = {0};
  sp_error error = {0};
  bool written;
  Py_BEGIN_ALLOW_THREADS written = sp_profile_write(profile, options, &buffer, &error);
  Py_END_ALLOW_THREADS return bytes_of_buffer(written, &buffer, &error);
}

static PyObject *write_format(PyObject *self, PyObject *arguments, PyObject *keywords) {
  static char *names[] = {"format",       "sort",        "limit", "width",       "color",      "threads_table", "clock",
                          "thread_roots", "only_thread", "depth", "min_percent", "path_roots", "tasks_table",   NULL};
  const char *format, *sort = "", *clock = "", *thread_roots = "";
  Py_ssize_t format_count, sort_count = 0, clock_count = 0, roots_count = 0;
  long long depth = -1;
  double min_percent = 0;
  unsigned int limit = 0, width = 0;
  int color = 0, threads_table = 0, tasks_table = 0, only_thread = -1;
  PyObject *pairs = NULL;
  if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "s#|$s#IIpps#s#iLdOp:write", names, &format, &format_count,
                                   &sort, &sort_count, &limit, &width, &color, &threads_table, &clock, &clock_count,
                                   &thread_roots, &roots_count, &only_thread, &depth, &min_percent, &pairs,
                                   &tasks_table)) {
    return NULL;
  }
  pairs = pairs != NULL ? PySequence_Fast(pairs, "path_roots is a sequence of pairs of str") : PyTuple_New(0);
  size_t root_count = 0;
  sp_path_root *roots = pairs != NULL ? path_roots(pairs, &root_count) : NULL;
  PyObject *bytes = NULL;
  if (roots != NULL) {
    sp_format_options options = {
        .format = text_argument(format, format_count),
        .sort = text_argument(sort, sort_count),
        .limit = limit,
        .width = width,
        .color = color,
        .threads_table = threads_table,
        .tasks_table = tasks_table,
        .clock = text_argument(clock, clock_count),
        .thread_roots = text_argument(thread_roots, roots_count),
        .only_thread = only_thread,
        .depth = depth,
        .min_percent = min_percent,
        .roots = roots,
        .root_count = root_count,
    };
    bytes = write_with(((ProfileData *)self)->profile, &options);
  }
  PyMem_Free(roots);
  Py_XDECREF(pairs);
  return bytes;
}

static PyObject *write_callers(PyObject *self, PyObject *arguments, PyObject *keywords) {
  return callers_write(((ProfileData *)self)->profile, arguments, keywords);
}

static PyMethodDef methods[] = {{"header", header, METH_NOARGS, "Figures of the whole recording."},
                                {"functions", functions, METH_NOARGS, "A row per function."},
                                {"edges", edges, METH_NOARGS, "A row per caller and callee."},
                                {"threads", threads, METH_NOARGS, "A row per thread."},
                                {"nodes", nodes, METH_NOARGS, "A row per calling context, parents before children."},
                                {"tasks", tasks, METH_NOARGS, "A row per task and greenlet."},
                                {"labels", labels, METH_NOARGS, "A row per context of the user's own, and its tag."},
                                {"facts", facts, METH_NOARGS, "What is known of the program."},
                                {"clock_notes", clock_notes, METH_NOARGS, "What is wrong with the clocks."},
                                {"described", (PyCFunction)(void (*)(void))described, METH_VARARGS | METH_KEYWORDS,
                                 "The same profile with other facts."},
                                {"raw", raw, METH_NOARGS, "The same with all times as they were recorded."},
                                {"filtered", (PyCFunction)(void (*)(void))filtered, METH_VARARGS | METH_KEYWORDS,
                                 "Another profile, of what is wanted."},
                                {"write", (PyCFunction)(void (*)(void))write_format, METH_VARARGS | METH_KEYWORDS,
                                 "The profile as a file of a format."},
                                {"write_callers", (PyCFunction)(void (*)(void))write_callers,
                                 METH_VARARGS | METH_KEYWORDS, "Who calls functions, or what they call, as text."},
                                {0}};

PyTypeObject ProfileData_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "swiftprof._bridge.ProfileData",
    .tp_doc = "A finished profile in the core. Immutable; made by stop and snapshot.",
    .tp_basicsize = sizeof(ProfileData),
    .tp_dealloc = dealloc,
    .tp_methods = methods,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
};
