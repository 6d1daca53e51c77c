#include "DiffData.h"

#include "DiffRows.h"
#include "DisplayOptions.h"
#include "ProfileData.h"

typedef struct DiffData {
  PyObject_HEAD sp_diff *diff;
} DiffData;

static const sp_diff *value(PyObject *self) { return ((DiffData *)self)->diff; }

// The profiles of a sequence of ProfileData, which keeps them. NULL with an exception.
static const sp_profile **profiles_of(PyObject *sequence) {
  Py_ssize_t count = PySequence_Fast_GET_SIZE(sequence);
  if (count == 0) {
    PyErr_SetString(PyExc_ValueError, "each side of a comparison needs a profile");
    return NULL;
  }
  const sp_profile **profiles = PyMem_Calloc((size_t)count, sizeof *profiles);
  if (profiles == NULL) return (const sp_profile **)PyErr_NoMemory();
  for (Py_ssize_t i = 0; i < count; i++) {
    profiles[i] = profile_data_profile(PySequence_Fast_GET_ITEM(sequence, i));
    if (profiles[i] == NULL) {
      PyMem_Free(profiles);
      return NULL;
    }
  }
  return profiles;
}

static PyObject *object_of(sp_diff *diff) {
  DiffData *data = PyObject_New(DiffData, &DiffData_Type);
  if (data == NULL) {
    sp_diff_free(diff);
    return NULL;
  }
  data->diff = diff;
  return (PyObject *)data;
}

static PyObject *compared(PyObject *before, PyObject *after) {
  const sp_profile **old = profiles_of(before);
  const sp_profile **new = old != NULL ? profiles_of(after) : NULL;
  sp_diff *diff = NULL;
  if (new != NULL) {
    size_t old_count = (size_t)PySequence_Fast_GET_SIZE(before), new_count = (size_t)PySequence_Fast_GET_SIZE(after);
    Py_BEGIN_ALLOW_THREADS diff = sp_diff_create(old, old_count, new, new_count);
    Py_END_ALLOW_THREADS
  }
  PyMem_Free(old);
  PyMem_Free(new);
  return diff != NULL ? object_of(diff) : NULL;
}

PyObject *diff_data_new(PyObject *arguments) {
  PyObject *before, *after;
  if (!PyArg_ParseTuple(arguments, "OO:diff", &before, &after)) return NULL;
  // WHY tuples: nobody can take a profile out of one while it is compared without the GIL.
  before = PySequence_Tuple(before);
  after = before != NULL ? PySequence_Tuple(after) : NULL;
  PyObject *data = after != NULL ? compared(before, after) : NULL;
  Py_XDECREF(before);
  Py_XDECREF(after);
  return data;
}

static void dealloc(PyObject *self) {
  sp_diff_free(((DiffData *)self)->diff);
  PyObject_Free(self);
}

static PyObject *functions(PyObject *self, PyObject *Py_UNUSED(none)) { return diff_rows_functions(value(self)); }
static PyObject *edges(PyObject *self, PyObject *Py_UNUSED(none)) { return diff_rows_edges(value(self)); }

static PyObject *measures(PyObject *self, PyObject *Py_UNUSED(none)) {
  sp_diff_measures measures = sp_diff_measures_get(value(self));
  return Py_BuildValue("(NNNN)", PyBool_FromLong(measures.calls), PyBool_FromLong(measures.resumptions),
                       PyBool_FromLong(measures.wall), PyBool_FromLong(measures.cpu));
}

static PyObject *fitting(PyObject *self, PyObject *arguments) {
  const char *pattern;
  Py_ssize_t length;
  if (!PyArg_ParseTuple(arguments, "s#:fitting", &pattern, &length)) return NULL;
  size_t room;
  sp_diff_functions(value(self), &room);
  uint32_t *rows = PyMem_Calloc(room + 1, sizeof *rows);
  if (rows == NULL) return PyErr_NoMemory();
  size_t count = sp_diff_fitting(value(self), (sp_text){pattern, (size_t)length}, rows);
  PyObject *list = PyList_New((Py_ssize_t)count);
  for (size_t i = 0; list != NULL && i < count; i++) {
    PyObject *number = PyLong_FromUnsignedLong(rows[i]);
    if (number == NULL) {
      Py_CLEAR(list);
    } else {
      PyList_SET_ITEM(list, (Py_ssize_t)i, number);
    }
  }
  PyMem_Free(rows);
  return list;
}

static PyObject *write_format(PyObject *self, PyObject *arguments, PyObject *keywords) {
  DisplayOptions display;
  if (!display_options(arguments, keywords, &display)) return NULL;
  sp_buffer buffer = {0};
  sp_error error = {0};
  bool written;
  Py_BEGIN_ALLOW_THREADS written =
      sp_diff_write(value(self), &display.options, display.before, display.after, &buffer, &error);
  Py_END_ALLOW_THREADS display_options_free(&display);
  return bytes_of_buffer(written, &buffer, &error);
}

static PyMethodDef methods[] = {{"functions", functions, METH_NOARGS, "A row per function of both sides."},
                                {"edges", edges, METH_NOARGS, "A row per caller and callee of both sides."},
                                {"measures", measures, METH_NOARGS, "What all profiles of both sides have measured."},
                                {"fitting", fitting, METH_VARARGS, "Indices of the functions that a pattern names."},
                                {"write", (PyCFunction)(void (*)(void))write_format, METH_VARARGS | METH_KEYWORDS,
                                 "The comparison as a file of a format."},
                                {0}};

PyTypeObject DiffData_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "swiftprof._bridge.DiffData",
    .tp_doc = "Two versions of a program compared in the core. Immutable; made by diff.",
    .tp_basicsize = sizeof(DiffData),
    .tp_dealloc = dealloc,
    .tp_methods = methods,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
};
