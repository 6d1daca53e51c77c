#include "Labels.h"

#include "Texts.h"

static PyObject *labels; // owned dict from (context, tag, sessions) to Label
static PyObject *by_key; // owned dict from keys to the same

static void dealloc(PyObject *self) {
  Label *label = (Label *)self;
  Py_XDECREF(label->context);
  Py_XDECREF(label->tag);
  Py_XDECREF(label->sessions);
  PyObject_Free(self);
}

static PyTypeObject Label_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "swiftprof._bridge.Label",
    .tp_doc = "Whom a part of the calling tree belongs to.",
    .tp_basicsize = sizeof(Label),
    .tp_dealloc = dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
};

int labels_prepare(void) {
  if (labels == NULL) labels = PyDict_New();
  if (by_key == NULL) by_key = PyDict_New();
  return labels == NULL || by_key == NULL ? -1 : PyType_Ready(&Label_Type);
}

// New reference; NULL without an exception if there is none.
static Label *find(PyObject *dictionary, PyObject *key) {
  PyObject *found = key != NULL ? interpreter_dictionary_item(dictionary, key) : NULL;
  if (found == NULL) PyErr_Clear();
  return (Label *)found;
}

static PyObject *combination(PyObject *context, PyObject *tag, PyObject *sessions) {
  return PyTuple_Pack(3, context != NULL ? context : Py_None, tag != NULL ? tag : Py_None,
                      sessions != NULL ? sessions : Py_None);
}

static PyObject *key_object(const Label *label) { return PyLong_FromUnsignedLongLong(label->scope.key); }

// ---- making them

// -1 with an exception, and then those that were noted do no harm.
static int note_in_sessions(Label *label) {
  for (Py_ssize_t i = 0; label->sessions != NULL && i < PyTuple_GET_SIZE(label->sessions); i++) {
    OpenSession *session = (OpenSession *)PyTuple_GET_ITEM(label->sessions, i);
    if (PyList_Append(session->labels, (PyObject *)label) < 0) return -1;
  }
  return 0;
}

static Label *new_label(PyObject *key, PyObject *context, PyObject *tag, PyObject *sessions) {
  Label *label = PyObject_New(Label, &Label_Type);
  if (label == NULL) return NULL;
  label->scope = scope_new();
  label->context = Py_XNewRef(context);
  label->tag = Py_XNewRef(tag);
  label->sessions = Py_XNewRef(sessions);
  PyObject *number = key_object(label);
  bool failed = number == NULL || PyDict_SetItem(by_key, number, (PyObject *)label) < 0 ||
                PyDict_SetItem(labels, key, (PyObject *)label) < 0 || note_in_sessions(label) < 0;
  Py_XDECREF(number);
  if (failed) Py_CLEAR(label);
  return label;
}

Label *label_of(PyObject *context, PyObject *tag, PyObject *sessions) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  PyObject *key = combination(context, tag, sessions);
  Label *label = find(labels, key);
  if (label == NULL && key != NULL) label = new_label(key, context, tag, sessions);
  Py_XDECREF(key);
  PyErr_Clear();
  PyErr_Restore(type, value, traceback);
  return label;
}

Label *label_with_key(sp_key key) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  PyObject *number = PyLong_FromUnsignedLongLong(key);
  Label *label = find(by_key, number);
  Py_XDECREF(number);
  PyErr_Restore(type, value, traceback);
  return label;
}

// ---- the core's view

static void make_known(Label *label) {
  PyObject *owners[3];
  PyObject *sessions = label->sessions != NULL ? open_sessions_text(label->sessions) : NULL;
  sp_callee callee = {
      .kind = SP_KIND_LABEL,
      .name = text_of(label->context, &owners[0]),
      .qualified_name = text_of(label->tag, &owners[1]),
      .module = text_of(sessions, &owners[2]),
  };
  scope_register(&label->scope, callee);
  for (int i = 0; i < 3; i++) Py_XDECREF(owners[i]);
  Py_XDECREF(sessions);
}

sp_key label_key(Label *label) {
  if (!scope_is_registered(&label->scope)) make_known(label);
  return label->scope.key;
}

// ---- their end

void labels_forget(Label *label) {
  PyObject *key = combination(label->context, label->tag, label->sessions);
  PyObject *number = key_object(label);
  if (key == NULL || PyDict_DelItem(labels, key) < 0) PyErr_Clear();
  if (number == NULL || PyDict_DelItem(by_key, number) < 0) PyErr_Clear();
  Py_XDECREF(key);
  Py_XDECREF(number);
}

void labels_forget_all(void) {
  PyDict_Clear(labels);
  PyDict_Clear(by_key);
}
