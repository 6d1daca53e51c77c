#include "GreenletLibrary.h"

#include <stdatomic.h>

#include "Session.h"

GreenletLibrary greenlet_library;

// Borrowed; NULL without an exception. Reads the module's dictionary: no code of the program runs.
static PyObject *attribute_of(const char *module, const char *name) {
  PyObject *modules = PyImport_GetModuleDict();
  PyObject *found = modules != NULL && PyDict_Check(modules) ? PyDict_GetItemString(modules, module) : NULL;
  return found != NULL && PyModule_Check(found) ? PyDict_GetItemString(PyModule_GetDict(found), name) : NULL;
}

// A property of the base type that is written in C.
static PyGetSetDescrObject *property(PyObject *type, const char *name) {
  PyObject *found = PyDict_GetItemString(((PyTypeObject *)type)->tp_dict, name);
  return found != NULL && Py_IS_TYPE(found, &PyGetSetDescr_Type) ? (PyGetSetDescrObject *)found : NULL;
}

bool greenlet_library_find(void) {
  static const char module[] = "greenlet._greenlet"; // is whole as soon as it is there, unlike the package
  if (greenlet_library.type != NULL) return true;
  GreenletLibrary found = {
      .type = attribute_of(module, "greenlet"),
      .settrace = attribute_of(module, "settrace"),
      .gettrace = attribute_of(module, "gettrace"),
      .getcurrent = attribute_of(module, "getcurrent"),
  };
  if (found.type == NULL || !PyType_Check(found.type) || ((PyTypeObject *)found.type)->tp_dict == NULL) return false;
  found.dead = property(found.type, "dead");
  found.parent = property(found.type, "parent");
  found.frame = property(found.type, "gr_frame");
  if (!found.settrace || !found.gettrace || !found.getcurrent || !found.dead || !found.parent || !found.frame)
    return false;
  Py_INCREF(found.type);
  Py_INCREF(found.settrace);
  Py_INCREF(found.gettrace);
  Py_INCREF(found.getcurrent);
  greenlet_library = found;
  return true;
}

void greenlet_library_let_go(void) {
  GreenletLibrary library = greenlet_library;
  greenlet_library = (GreenletLibrary){0};
  Py_XDECREF(library.type);
  Py_XDECREF(library.settrace);
  Py_XDECREF(library.gettrace);
  Py_XDECREF(library.getcurrent);
}

static PyObject *property_of(PyObject *greenlet, PyGetSetDescrObject *property) {
  PyObject *value = property->d_getset->get(greenlet, property->d_getset->closure);
  if (value == NULL) PyErr_Clear();
  if (value == Py_None) Py_CLEAR(value);
  return value;
}

PyObject *greenlet_parent(PyObject *greenlet) { return property_of(greenlet, greenlet_library.parent); }
PyObject *greenlet_frame(PyObject *greenlet) { return property_of(greenlet, greenlet_library.frame); }

// ---- names

static bool is_main(PyObject *greenlet) {
  PyObject *parent = greenlet_parent(greenlet);
  Py_XDECREF(parent);
  return parent == NULL;
}

static bool is_hub(PyObject *greenlet) {
  PyObject *type = attribute_of("gevent.hub", "Hub");
  return type != NULL && PyType_Check(type) && PyObject_TypeCheck(greenlet, (PyTypeObject *)type);
}

// WHY not the attribute `name`: gevent's makes up a number when it is first asked for one, which the program would see.
static PyObject *own_name(PyObject *greenlet) {
  PyObject **dictionary = _PyObject_GetDictPtr(greenlet);
  PyObject *name = dictionary != NULL && *dictionary != NULL ? PyDict_GetItemString(*dictionary, "name") : NULL;
  return name != NULL && PyUnicode_Check(name) && PyUnicode_GET_LENGTH(name) > 0 ? Py_NewRef(name) : NULL;
}

static PyObject *numbered(PyObject *greenlet) {
  static atomic_ulong next;
  static _Atomic uint64_t serial;
  if (atomic_exchange(&serial, session.serial) != session.serial) atomic_store(&next, 0);
  unsigned long number = atomic_fetch_add(&next, 1) + 1;
  const char *type = Py_TYPE(greenlet)->tp_name, *dot = strrchr(type, '.');
  if (dot != NULL) type = dot + 1;
  return PyUnicode_FromFormat("%s-%lu", strcmp(type, "greenlet") == 0 ? "Greenlet" : type, number);
}

PyObject *greenlet_name(PyObject *greenlet) {
  PyObject *name = own_name(greenlet);
  if (name == NULL && is_main(greenlet)) name = PyUnicode_FromString("main");
  if (name == NULL && is_hub(greenlet)) name = PyUnicode_FromString("Hub");
  if (name == NULL) name = numbered(greenlet);
  PyErr_Clear();
  return name;
}
