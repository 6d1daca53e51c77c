#include "Reading.h"

#include "ProfileData.h"

static PyObject *raise_error(const sp_error *error) {
  PyErr_SetString(error->code == SP_ERROR_MEMORY ? PyExc_MemoryError : PyExc_ValueError, error->message);
  return NULL;
}

PyObject *reading_read(PyObject *Py_UNUSED(module), PyObject *bytes) {
  Py_buffer view;
  if (PyObject_GetBuffer(bytes, &view, PyBUF_SIMPLE) < 0) return NULL;
  sp_error error = {0};
  sp_profile *profile;
  Py_BEGIN_ALLOW_THREADS profile = sp_profile_read(view.buf, (size_t)view.len, &error);
  Py_END_ALLOW_THREADS PyBuffer_Release(&view);
  return profile != NULL ? profile_data_of(profile) : raise_error(&error);
}

// ---- Merger

typedef struct Merger {
  PyObject_HEAD sp_merger *merger;
} Merger;

static PyObject *new_merger(PyTypeObject *type, PyObject *Py_UNUSED(arguments), PyObject *Py_UNUSED(keywords)) {
  Merger *self = (Merger *)type->tp_alloc(type, 0);
  if (self != NULL) self->merger = sp_merger_create();
  return (PyObject *)self;
}

static void dealloc(PyObject *self) {
  sp_merger_free(((Merger *)self)->merger);
  Py_TYPE(self)->tp_free(self);
}

static PyObject *add(PyObject *self, PyObject *data) {
  const sp_profile *profile = profile_data_profile(data);
  if (profile == NULL) return NULL;
  Py_BEGIN_ALLOW_THREADS sp_merger_add(((Merger *)self)->merger, profile);
  Py_END_ALLOW_THREADS Py_RETURN_NONE;
}

static PyObject *add_file(PyObject *self, PyObject *bytes) {
  Py_buffer view;
  if (PyObject_GetBuffer(bytes, &view, PyBUF_SIMPLE) < 0) return NULL;
  sp_error error = {0};
  bool added;
  Py_BEGIN_ALLOW_THREADS added = sp_merger_add_file(((Merger *)self)->merger, view.buf, (size_t)view.len, &error);
  Py_END_ALLOW_THREADS PyBuffer_Release(&view);
  return added ? Py_NewRef(Py_None) : raise_error(&error);
}

static PyObject *merged(PyObject *self, PyObject *Py_UNUSED(none)) {
  sp_error error = {0};
  sp_profile *profile;
  Py_BEGIN_ALLOW_THREADS profile = sp_merger_profile(((Merger *)self)->merger, &error);
  Py_END_ALLOW_THREADS return profile != NULL ? profile_data_of(profile) : raise_error(&error);
}

static PyMethodDef methods[] = {{"add", add, METH_O, "Add a profile."},
                                {"add_file", add_file, METH_O, "Add the profile in the bytes of a file."},
                                {"merged", merged, METH_NOARGS, "The sum of all that was added."},
                                {0}};

PyTypeObject Merger_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "swiftprof._bridge.Merger",
    .tp_doc = "Adds up profiles.",
    .tp_basicsize = sizeof(Merger),
    .tp_new = new_merger,
    .tp_dealloc = dealloc,
    .tp_methods = methods,
    .tp_flags = Py_TPFLAGS_DEFAULT,
};
