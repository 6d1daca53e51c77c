#include "CoroutineEnds.h"

#include "ThreadHook.h"

// Never taken back: without the GIL another thread may be on its way through a hook of ours when it is taken away.
static destructor finalize_original; // of both types
static PyCFunction close_original;

static PyMethodDef *close_definition; // the interpreter's

// ---- telling the core

// SAFETY: the objects of another interpreter are finalized on threads of the system that may be ours as well, but
// under another GIL than the one that keeps others away from our recorders.
static ThreadHook *own_recorded_hook(void) {
  ThreadHook *hook = thread_hook_own;
  if (SP_LIKELY(!thread_hook_is_recorded(hook))) return NULL;
  return PyInterpreterState_Get() == PyInterpreterState_Main() ? hook : NULL;
}

static void forget(PyObject *coroutine) {
  ThreadHook *hook = own_recorded_hook();
  if (hook == NULL) return;
  uint64_t frame = (uint64_t)(uintptr_t)interpreter_frame_of_generator(coroutine);
  bool nested = thread_hook_enter_event(hook);
  if (thread_hook_is_recorded(hook)) sp_recorder_forget_frame(hook->recorder, frame);
  if (!nested) thread_hook_leave_event(hook);
}

// ---- the hooks

// Also of those that ended in the usual way: whether a coroutine was closed together with the one that awaited it
// cannot be seen. What is suspended still goes on: asyncio closes async generators that have died in a task of its own,
// or else has ignored GeneratorExit; it is dead if nobody else holds it.
static void finalize(PyObject *coroutine) {
  finalize_original(coroutine);
  if (!interpreter_is_suspended(coroutine) || Py_REFCNT(coroutine) == 1) forget(coroutine);
}

static PyObject *close_coroutine(PyObject *coroutine, PyObject *none) {
  PyObject *result = close_original(coroutine, none);
  if (!interpreter_is_suspended(coroutine)) forget(coroutine);
  return result;
}

static PyMethodDef *find_close(void) {
  PyObject *method = PyObject_GetAttrString((PyObject *)&PyCoro_Type, "close");
  if (method == NULL) return NULL;
  bool found = Py_IS_TYPE(method, &PyMethodDescr_Type);
  PyMethodDef *definition = found ? ((PyMethodDescrObject *)method)->d_method : NULL;
  Py_DECREF(method); // the type holds it
  if (!found) PyErr_SetString(PyExc_RuntimeError, "coroutines have no method close in C");
  return definition;
}

// SAFETY: each is one aligned store of a pointer, which the interpreter reads anew at each use.
int coroutine_ends_hook(void) {
  if (close_definition == NULL) {
    close_definition = find_close();
    if (close_definition == NULL) return -1;
    close_original = close_definition->ml_meth;
    finalize_original = PyCoro_Type.tp_finalize;
  }
  if (close_definition->ml_meth == close_original) close_definition->ml_meth = close_coroutine;
  if (PyCoro_Type.tp_finalize == finalize_original) PyCoro_Type.tp_finalize = finalize;
  if (PyAsyncGen_Type.tp_finalize == finalize_original) PyAsyncGen_Type.tp_finalize = finalize;
  return 0;
}

void coroutine_ends_unhook(void) {
  if (close_definition == NULL) return;
  if (close_definition->ml_meth == close_coroutine) close_definition->ml_meth = close_original;
  if (PyCoro_Type.tp_finalize == finalize) PyCoro_Type.tp_finalize = finalize_original;
  if (PyAsyncGen_Type.tp_finalize == finalize) PyAsyncGen_Type.tp_finalize = finalize_original;
}
