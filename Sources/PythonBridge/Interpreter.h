// What differs between CPython versions, and nothing else. A new version is checked against each line here.
//
//            3.11                  3.12                  3.13                  3.14, 3.15
// frame      f_frame->f_code       f_frame->f_code       _PyFrame_GetCode      _PyFrame_GetCode, pycore_interpframe.h
// lasti      prev_instr            prev_instr            instr_ptr             instr_ptr
// self       localsplus[0]         PyFrame_GetVarString  PyFrame_GetVarString  PyFrame_GetVarString
// locals     PyObject *            PyObject *            PyObject *            _PyStackRef
// running    cframe->current_frame cframe->current_frame current_frame         current_frame
// not Python none                  FRAME_OWNED_BY_CSTACK FRAME_OWNED_BY_CSTACK FRAME_OWNED_BY_INTERPRETER and above
// suspended  FRAME_SUSPENDED       FRAME_SUSPENDED       FRAME_STATE_SUSPENDED FRAME_STATE_SUSPENDED
//   set      before the event      before the event      before the event      after the event
// asyncio    _current_tasks        current_task          current_task          current_task
// monitoring no                    yes                   yes                   yes, event bits moved
// profiled   unspecialised         specialised           specialised           specialised
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
#include <opcode.h>
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

// ---- coroutines and async generators

// Neither plain generators nor those that types.coroutine makes awaitable.
static inline bool interpreter_is_async(const PyCodeObject *code) {
  return code->co_flags & (CO_COROUTINE | CO_ASYNC_GENERATOR);
}

typedef struct _PyInterpreterFrame InterpreterFrame;

// The innermost frame of a thread, which has one: an event is told on its behalf.
static inline InterpreterFrame *interpreter_running_frame(PyThreadState *thread) {
#if PY_VERSION_HEX >= 0x030d0000
  return thread->current_frame;
#else
  return thread->cframe->current_frame;
#endif
}

// The frame of the Python function that called or resumed a running one; NULL if there is none.
static inline InterpreterFrame *interpreter_caller(InterpreterFrame *frame) {
  InterpreterFrame *caller = frame->previous;
#if PY_VERSION_HEX >= 0x030e0000
  while (caller != NULL && caller->owner >= FRAME_OWNED_BY_INTERPRETER) caller = caller->previous;
#elif PY_VERSION_HEX >= 0x030c0000
  while (caller != NULL && caller->owner == FRAME_OWNED_BY_CSTACK) caller = caller->previous;
#endif
  return caller;
}

// Whether a running frame was entered by C code, and not by an instruction of its caller.
static inline bool interpreter_is_entered_by_c(InterpreterFrame *frame) {
#if PY_VERSION_HEX >= 0x030e0000
  return frame->previous == NULL || frame->previous->owner >= FRAME_OWNED_BY_INTERPRETER;
#elif PY_VERSION_HEX >= 0x030c0000
  return frame->previous == NULL || frame->previous->owner == FRAME_OWNED_BY_CSTACK;
#else
  return frame->is_entry;
#endif
}

// Borrowed.
static inline PyCodeObject *interpreter_code_of(InterpreterFrame *frame) {
#if PY_VERSION_HEX >= 0x030d0000
  return _PyFrame_GetCode(frame);
#else
  return frame->f_code;
#endif
}

// One of the first local variables of a frame, borrowed; NULL if it has no such one, or no value.
static inline PyObject *interpreter_local(InterpreterFrame *frame, int index) {
  if (index >= interpreter_code_of(frame)->co_nlocalsplus) return NULL;
#if PY_VERSION_HEX >= 0x030e0000
  _PyStackRef local = frame->localsplus[index];
  return PyStackRef_IsNull(local) ? NULL : PyStackRef_AsPyObjectBorrow(local);
#else
  return frame->localsplus[index];
#endif
}

// `generator` is a generator, coroutine or async generator: all begin alike (CPython, _PyGenObject_HEAD).
static inline InterpreterFrame *interpreter_frame_of_generator(PyObject *generator) {
  return (InterpreterFrame *)&((PyGenObject *)generator)->gi_iframe;
}

static inline bool interpreter_is_suspended(PyObject *generator) {
  int state = ((PyGenObject *)generator)->gi_frame_state;
#if PY_VERSION_HEX >= 0x030d0000
  return FRAME_STATE_SUSPENDED(state);
#else
  return state == FRAME_SUSPENDED;
#endif
}

static inline bool interpreter_is_unstarted(PyObject *generator) {
  return ((PyGenObject *)generator)->gi_frame_state == FRAME_CREATED;
}

// Whether a return event of the profile function is a suspension. The frame is a coroutine's or async generator's.
static inline bool interpreter_is_suspending(PyFrameObject *frame) {
#if PY_VERSION_HEX >= 0x030e0000
  // WHY not the state: it is set after the event. WHY the next instruction: tracing for lines or instructions, by
  // others, hides this one; a RESUME follows each YIELD_VALUE, and nothing else that such a frame leaves by.
  const _Py_CODEUNIT *at = frame->f_frame->instr_ptr;
  if (at->op.code == YIELD_VALUE || at->op.code == INSTRUMENTED_YIELD_VALUE) return true;
  bool hidden = at->op.code == INSTRUMENTED_LINE || at->op.code == INSTRUMENTED_INSTRUCTION;
  return hidden && (at[1].op.code == RESUME || at[1].op.code == INSTRUMENTED_RESUME);
#else
  ptrdiff_t offset = offsetof(PyGenObject, gi_iframe);
  return interpreter_is_suspended((PyObject *)((char *)frame->f_frame - offset));
#endif
}

// ---- instructions

// Whether events come with the offset of their instruction; the profile function is built on them too.
enum {
  interpreter_tells_offsets = PY_VERSION_HEX >= 0x030c0000
};

// Of the instruction that a frame is at, in bytes from the beginning of its code.
static inline Py_ssize_t interpreter_offset(InterpreterFrame *frame) {
  return _PyInterpreterFrame_LASTI(frame) * (Py_ssize_t)sizeof(_Py_CODEUNIT);
}

// How a frame is left by an instruction of co_code.
typedef enum InterpreterLeaving {
  STAYS,
  LEAVES_BY_CALL,
  LEAVES_BY_RETURN,
  LEAVES_BY_YIELD
} InterpreterLeaving;

static inline InterpreterLeaving interpreter_leaving(_Py_CODEUNIT instruction) {
#if PY_VERSION_HEX >= 0x030c0000
  switch (instruction.op.code) {
  case CALL:
  case CALL_FUNCTION_EX:
  case LOAD_SUPER_ATTR:
#ifdef CALL_KW
  case CALL_KW:
#endif
    return LEAVES_BY_CALL;
  case RETURN_VALUE:
#ifdef RETURN_CONST
  case RETURN_CONST:
#endif
    return LEAVES_BY_RETURN;
  case YIELD_VALUE:
    return LEAVES_BY_YIELD;
  default:
    return STAYS;
  }
#else
  (void)instruction;
  return STAYS; // no event has an offset
#endif
}

// ---- specialised bytecode

// Whether a thread with a profile function runs all of its bytecode unspecialised (CPython 3.11, Python/ceval.c,
// cframe.use_tracing).
enum {
  interpreter_forgets_specialisation = PY_VERSION_HEX < 0x030c0000
};

// ---- arguments

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

// New reference to the first argument of a frame if it is called `self`; NULL without an exception else.
static inline PyObject *interpreter_first_argument_self(PyFrameObject *frame) {
  PyCodeObject *code = interpreter_code(frame);
  if (code->co_argcount == 0) return NULL;
  PyObject *name = PyTuple_GET_ITEM(code->co_localsplusnames, 0);
  if (PyUnicode_CompareWithASCIIString(name, "self") != 0) return NULL;
  PyObject *value = interpreter_self(frame);
  // WHY, on 3.11: a variable that inner functions use lies in a cell by now.
  bool in_cell = PY_VERSION_HEX < 0x030c0000 && value != NULL && PyCell_Check(value);
  if (!in_cell) return value;
  PyObject *content = PyCell_Get(value);
  Py_DECREF(value);
  if (content == NULL) PyErr_Clear();
  return content;
}

// ---- dictionaries

// New reference; NULL with an exception if the look-up failed, without one if there is nothing.
static inline PyObject *interpreter_dictionary_item(PyObject *dictionary, PyObject *key) {
#if PY_VERSION_HEX >= 0x030d0000
  PyObject *found;
  PyDict_GetItemRef(dictionary, key, &found); // WHY: without the GIL a borrowed one may be gone by now
  return found;
#else
  return Py_XNewRef(PyDict_GetItemWithError(dictionary, key));
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
