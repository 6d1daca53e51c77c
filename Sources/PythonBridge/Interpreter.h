// What differs between CPython versions, and nothing else. A new version is checked against each line here.
//
//            3.11                  3.12                  3.13                  3.14, 3.15
// frame      f_frame->f_code       f_frame->f_code       _PyFrame_GetCode      _PyFrame_GetCode, pycore_interpframe.h
// lasti      prev_instr            prev_instr            instr_ptr             instr_ptr
// self       localsplus[0]         PyFrame_GetVarString  PyFrame_GetVarString  PyFrame_GetVarString
// monitoring no                    yes                   yes                   yes, event bits moved
//
// WHY internal headers: PyFrame_GetCode costs a call, an increment and a decrement at every event.
#ifndef PYTHONBRIDGE_INTERPRETER_H
#define PYTHONBRIDGE_INTERPRETER_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#if PY_VERSION_HEX < 0x030b0000 || PY_VERSION_HEX >= 0x03100000
#error "this version of CPython is not supported yet: see Sources/PythonBridge/Interpreter.h"
#endif

#include <frameobject.h>
#include <stdbool.h>
#define Py_BUILD_CORE 1
#include <internal/pycore_frame.h>
#if PY_VERSION_HEX >= 0x030e0000
#include <internal/pycore_interpframe.h>
#endif
#undef Py_BUILD_CORE

#define SP_LIKELY(condition) __builtin_expect(!!(condition), 1)
#define SP_UNLIKELY(condition) __builtin_expect(!!(condition), 0)

// ---- frames

// Borrowed.
static inline PyCodeObject *interpreter_code(PyFrameObject *frame) {
#if PY_VERSION_HEX >= 0x030d0000
  return _PyFrame_GetCode(frame->f_frame);
#else
  return frame->f_frame->f_code;
#endif
}

// Whether a call event of a generator or coroutine is a resumption. A fresh frame stands at the code's first
// RESUME instruction or before it, a suspended one behind it (CPython, Include/cpython/code.h, _co_firsttraceable).
static inline int interpreter_is_resumption(PyFrameObject *frame, PyCodeObject *code) {
  return (code->co_flags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR)) &&
         _PyInterpreterFrame_LASTI(frame->f_frame) > code->_co_firsttraceable;
}

// The argument `self` of a running method; owned, NULL without an exception where there is none.
static inline PyObject *interpreter_self(PyFrameObject *frame) {
#if PY_VERSION_HEX >= 0x030c0000
  PyObject *self = PyFrame_GetVarString(frame, "self");
  if (self == NULL) PyErr_Clear();
  return self;
#else
  PyCodeObject *code = interpreter_code(frame);
  return code->co_argcount > 0 ? Py_XNewRef(frame->f_frame->localsplus[0]) : NULL;
#endif
}

// ---- code objects

#if PY_VERSION_HEX >= 0x030c0000
#define interpreter_request_code_extra PyUnstable_Eval_RequestCodeExtraIndex
#define interpreter_set_code_extra PyUnstable_Code_SetExtra
#define interpreter_get_code_extra PyUnstable_Code_GetExtra
#else
#define interpreter_request_code_extra _PyEval_RequestCodeExtraIndex
#define interpreter_set_code_extra _PyCode_SetExtra
#define interpreter_get_code_extra _PyCode_GetExtra
#endif

// ---- threads

// The youngest first.
static inline PyThreadState *interpreter_first_thread(void) {
  return PyInterpreterState_ThreadHead(PyInterpreterState_Get());
}

// Exported by all versions, declared in an internal header since 3.13 (CPython, Include/internal/pycore_ceval.h).
PyAPI_FUNC(int) _PyEval_SetProfile(PyThreadState *thread, Py_tracefunc function, PyObject *object);
#define interpreter_set_profile _PyEval_SetProfile

#endif
