// What a C function is called: "len" of builtins, "list.append" of builtins, "Lock.acquire" of _thread.
#ifndef PYTHONBRIDGE_NATIVENAMES_H
#define PYTHONBRIDGE_NATIVENAMES_H

#include "Interpreter.h" // Python.h before all others

#include "CSwiftProf.h"

typedef struct NativeNames {
  PyObject *name; // owned, as all of these; NULL where there is none
  PyObject *qualified_name;
  PyObject *module;
  PyObject *keeper; // the object that the definition's memory belongs to
  sp_kind kind;
} NativeNames;

// `function` is a C function, a method descriptor or a type. Never fails and runs no Python code; no exception is left.
void native_names_find(NativeNames *names, PyObject *function);
void native_names_clear(NativeNames *names);

#endif
