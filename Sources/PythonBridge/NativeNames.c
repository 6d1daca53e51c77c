#include "NativeNames.h"

// Whether a type's dictionary entry is made of this definition.
static bool is_made_of(PyObject *entry, PyMethodDef *definition) {
  if (Py_IS_TYPE(entry, &PyMethodDescr_Type) || Py_IS_TYPE(entry, &PyClassMethodDescr_Type)) {
    return ((PyMethodDescrObject *)entry)->d_method == definition;
  }
  return PyCFunction_Check(entry) && ((PyCFunctionObject *)entry)->m_ml == definition;
}

// The type among `type` and its bases that defines the method: "list" for a subclass's append. Borrowed, or NULL.
static PyTypeObject *defining_type(PyTypeObject *type, PyObject *name, PyMethodDef *definition) {
  PyObject *order = type->tp_mro;
  for (Py_ssize_t i = 0; order != NULL && i < PyTuple_GET_SIZE(order); i++) {
    PyTypeObject *base = (PyTypeObject *)PyTuple_GET_ITEM(order, i);
#if PY_VERSION_HEX >= 0x030c0000
    PyObject *dictionary = PyType_GetDict(base); // new reference: the slot is empty for static builtin types
#else
    PyObject *dictionary = Py_XNewRef(base->tp_dict);
#endif
    PyObject *entry = dictionary != NULL ? PyDict_GetItemWithError(dictionary, name) : NULL;
    bool found = entry != NULL && is_made_of(entry, definition);
    PyErr_Clear();
    Py_XDECREF(dictionary);
    if (found) return base;
  }
  return NULL;
}

// WHY from tp_name: asking a type for __module__ may run Python code of its metaclass.
static PyObject *module_of_type(PyTypeObject *type) {
  const char *dot = strrchr(type->tp_name, '.');
  if (dot != NULL) return PyUnicode_FromStringAndSize(type->tp_name, dot - type->tp_name);
  PyObject *module = NULL;
  if (type->tp_flags & Py_TPFLAGS_HEAPTYPE && type->tp_dict != NULL) {
    module = Py_XNewRef(PyDict_GetItemString(type->tp_dict, "__module__"));
  }
  return module != NULL ? module : PyUnicode_FromString("builtins");
}

static void name_method(NativeNames *names, PyTypeObject *type) {
  names->kind = SP_KIND_METHOD;
  PyObject *type_name = PyType_GetQualName(type);
  if (type_name != NULL && names->name != NULL) {
    names->qualified_name = PyUnicode_FromFormat("%U.%U", type_name, names->name);
  }
  Py_XDECREF(type_name);
  names->module = module_of_type(type);
  if (type->tp_flags & Py_TPFLAGS_HEAPTYPE) names->keeper = Py_NewRef(type);
}

static void name_type(NativeNames *names, PyTypeObject *type) {
  const char *dot = strrchr(type->tp_name, '.');
  *names = (NativeNames){.kind = SP_KIND_TYPE, .name = PyUnicode_FromString(dot != NULL ? dot + 1 : type->tp_name)};
  names->qualified_name = PyType_GetQualName(type);
  names->module = module_of_type(type);
  if (type->tp_flags & Py_TPFLAGS_HEAPTYPE) names->keeper = Py_NewRef(type);
}

static void name_descriptor(NativeNames *names, PyMethodDescrObject *descriptor) {
  *names = (NativeNames){.name = PyUnicode_FromString(descriptor->d_method->ml_name)};
  name_method(names, descriptor->d_common.d_type);
}

static void name_function(NativeNames *names, PyCFunctionObject *native) {
  names->kind = SP_KIND_BUILTIN;
  names->qualified_name = Py_XNewRef(names->name);
  if (native->m_module != NULL && PyUnicode_Check(native->m_module)) {
    names->module = Py_NewRef(native->m_module);
  } else if (native->m_self != NULL && PyModule_Check(native->m_self)) {
    names->module = PyModule_GetNameObject(native->m_self);
  }
  names->keeper = Py_XNewRef(native->m_self);
}

// The type that a C function is a method of; borrowed, NULL for a module's function.
static PyTypeObject *type_of_method(NativeNames *names, PyCFunctionObject *native) {
  if (native->m_self == NULL || names->name == NULL || PyModule_Check(native->m_self)) return NULL;
  if (!PyType_Check(native->m_self)) return defining_type(Py_TYPE(native->m_self), names->name, native->m_ml);
  PyTypeObject *type = defining_type((PyTypeObject *)native->m_self, names->name, native->m_ml);
  // A static method of a type is bound to the type, whose dictionary holds it wrapped.
  return type == NULL && native->m_module == NULL ? (PyTypeObject *)native->m_self : type;
}

static void name_c_function(NativeNames *names, PyCFunctionObject *native) {
  *names = (NativeNames){.name = PyUnicode_FromString(native->m_ml->ml_name)};
  PyTypeObject *type = type_of_method(names, native);
  if (type != NULL) {
    name_method(names, type);
  } else {
    name_function(names, native);
  }
}

void native_names_find(NativeNames *names, PyObject *function) {
  if (PyType_Check(function)) {
    name_type(names, (PyTypeObject *)function);
  } else if (Py_IS_TYPE(function, &PyMethodDescr_Type)) {
    name_descriptor(names, (PyMethodDescrObject *)function);
  } else {
    name_c_function(names, (PyCFunctionObject *)function);
  }
  PyErr_Clear();
}

void native_names_clear(NativeNames *names) {
  Py_CLEAR(names->name);
  Py_CLEAR(names->qualified_name);
  Py_CLEAR(names->module);
  Py_CLEAR(names->keeper);
}
