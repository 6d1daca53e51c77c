// From objects of the interpreter to callees that the core knows by name.
#ifndef PYTHONBRIDGE_CALLEES_H
#define PYTHONBRIDGE_CALLEES_H

#include "Session.h"

// Once per process: asks to be told when code objects die, finds out what `__new__` looks like.
int callees_prepare(void);

// Keys. The object must be alive; it is not kept alive, but its death retires the key.
static inline sp_key callee_key_of_code(PyCodeObject *code) { return (sp_key)(uintptr_t)code; }
static inline sp_key callee_key_of_native(PyObject *function);

// Tell the core what a key means. No exception is left behind, a pending one is kept. `globals` are those of the frame
// that runs the code, or NULL; `function` is a C function, a method descriptor or a type.
void callee_register_code(sp_recorder *recorder, PyCodeObject *code, PyObject *globals);
void callee_register_native(sp_recorder *recorder, sp_key key, PyObject *function);

// The module's name in the globals of a frame; borrowed, NULL without an exception where there is none.
PyObject *callee_module_of(PyObject *globals);

// The definition that all types' `__new__` share (CPython, Objects/typeobject.c, tp_new_methoddef).
extern PyMethodDef *callee_shared_new;

// A C function is known by its definition, `__new__` by its type: its definition is one for all types.
static inline sp_key callee_key_of_native(PyObject *function) {
  PyCFunctionObject *native = (PyCFunctionObject *)function;
  void *identity = native->m_ml;
  if (SP_UNLIKELY(identity == callee_shared_new)) identity = native->m_self;
  return (sp_key)(uintptr_t)identity | SP_KEY_NATIVE;
}

// A method descriptor, list.append, has the key that the bound method has.
static inline sp_key callee_key_of_descriptor(PyObject *descriptor) {
  return (sp_key)(uintptr_t)((PyMethodDescrObject *)descriptor)->d_method | SP_KEY_NATIVE;
}

// WHY one byte further: a type's own address with bit 0 set stands for its `__new__`.
static inline sp_key callee_key_of_type(PyObject *type) { return ((sp_key)(uintptr_t)type + 2) | SP_KEY_NATIVE; }

#endif
