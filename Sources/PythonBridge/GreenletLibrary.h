// What we use of the library greenlet, by its objects and not by its C header: it need not be there.
#ifndef PYTHONBRIDGE_GREENLETLIBRARY_H
#define PYTHONBRIDGE_GREENLETLIBRARY_H

#include "Interpreter.h"

typedef struct GreenletLibrary {
  PyObject *type;     // owned: greenlet.greenlet; NULL: not loaded, or let go
  PyObject *settrace; // owned functions
  PyObject *gettrace;
  PyObject *getcurrent;
  PyGetSetDescrObject *dead, *parent, *frame; // borrowed from the type
} GreenletLibrary;

extern GreenletLibrary greenlet_library;

// Finds the library among the modules that are loaded. Runs no code of the program; no exception is left.
bool greenlet_library_find(void);
void greenlet_library_let_go(void);

// WHY the base type's own descriptors: classes of the program's may have a `dead` of their own.
static inline bool greenlet_is_dead(PyObject *greenlet) {
  PyGetSetDescrObject *dead = greenlet_library.dead;
  PyObject *answer = dead->d_getset->get(greenlet, dead->d_getset->closure);
  if (answer == NULL) PyErr_Clear();
  Py_XDECREF(answer);
  return answer == Py_True;
}

// Its parent, its innermost frame while it does not run: new references, NULL without an exception for none.
PyObject *greenlet_parent(PyObject *greenlet);
PyObject *greenlet_frame(PyObject *greenlet);

// The name that the program gave it, or "main", "Hub", or one with a new number. New str, or NULL without an exception.
PyObject *greenlet_name(PyObject *greenlet);

#endif
