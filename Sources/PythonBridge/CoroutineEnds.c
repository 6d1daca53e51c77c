#include "CoroutineEnds.h"

#include "ThreadHook.h"

// Never taken back: without the GIL another thread may be on its way through a hook of ours when it is taken away.
static destructor finalize_original; // of both types
static PyCFunction close_original;

static PyMethodDef *close_definition; // the interpreter's

// ---- telling the core

// The frame of a coroutine or async generator is no more, or never came to be.
static void forget(ThreadHook *hook, PyObject *coroutine) {
  uint64_t frame = (uint64_t)(uintptr_t)interpreter_frame_of_generator(coroutine);
  bool nested = thread_hook_enter_event(hook);
  if (thread_hook_is_recorded(hook)) sp_recorder_forget_frame(hook->recorder, frame);
  if (!nested) thread_hook_leave_event(hook);
}

static bool is_generator(PyObject *object) {
  return PyCoro_CheckExact(object) || PyGen_CheckExact(object) || PyAsyncGen_CheckExact(object);
}

static int find_coroutine(PyObject *object, void *found) {
  if (PyCoro_CheckExact(object)) *(PyObject **)found = object;
  return 0;
}

// The coroutine whose __await__() gave this; borrowed, or NULL. WHY so: CPython 3.13 and newer hide the type.
static PyObject *unwrapped(PyObject *awaited) {
  PyObject *found = NULL;
  PyTypeObject *type = Py_TYPE(awaited);
  bool wraps = strcmp(type->tp_name, "coroutine_wrapper") == 0 && type->tp_traverse != NULL;
  if (wraps) type->tp_traverse(awaited, find_coroutine, &found);
  return found;
}

// New reference to the coroutine or generator that a suspended one waits for, or NULL.
static PyObject *awaited_by(PyObject *generator) {
  const char *attribute = PyCoro_CheckExact(generator)  ? "cr_await"
                          : PyGen_CheckExact(generator) ? "gi_yieldfrom"
                                                        : "ag_await";
  PyObject *awaited = PyObject_GetAttrString(generator, attribute);
  if (awaited == NULL) PyErr_Clear();
  if (awaited == NULL || is_generator(awaited)) return awaited;
  PyObject *inside = Py_XNewRef(unwrapped(awaited));
  Py_DECREF(awaited);
  return inside;
}

// Owned list of a suspended frame's object and of those that it waits for: they are closed with it. NULL without memory.
static PyObject *chain_from(PyObject *coroutine) {
  PyObject *chain = PyList_New(0);
  PyObject *each = Py_NewRef(coroutine);
  while (chain != NULL && each != NULL) {
    if (PyList_Append(chain, each) < 0) PyErr_Clear();
    Py_SETREF(each, awaited_by(each));
  }
  Py_XDECREF(each);
  if (chain == NULL) PyErr_Clear();
  return chain;
}

static void forget_ended(ThreadHook *hook, PyObject *chain) {
  for (Py_ssize_t i = 0; chain != NULL && i < PyList_GET_SIZE(chain); i++) {
    PyObject *each = PyList_GET_ITEM(chain, i);
    if (!PyGen_CheckExact(each) && !interpreter_is_suspended(each)) forget(hook, each);
  }
}

// SAFETY: the objects of another interpreter may be finalized on a thread of the system that is ours as well, but under
// another GIL than the one that keeps others away from our recorders.
static ThreadHook *own_recorded_hook(void) {
  ThreadHook *hook = thread_hook_own;
  if (!thread_hook_is_recorded(hook)) return NULL;
  return PyInterpreterState_Get() == PyInterpreterState_Main() ? hook : NULL;
}

// ---- the hooks. WHY `ended` is looked at first: of nearly all that die, and those have been told of by events.

static PyObject *close_coroutine(PyObject *coroutine, PyObject *none) {
  ThreadHook *hook = interpreter_is_suspended(coroutine) ? own_recorded_hook() : NULL;
  if (hook == NULL) return close_original(coroutine, none);
  PyObject *chain = chain_from(coroutine);
  PyObject *result = close_original(coroutine, none);
  forget_ended(hook, chain);
  Py_XDECREF(chain);
  return result;
}

static void finalize_suspended(ThreadHook *hook, PyObject *coroutine) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  PyObject *awaited = awaited_by(coroutine);
  PyObject *chain = awaited != NULL ? chain_from(awaited) : NULL;
  Py_XDECREF(awaited);
  PyErr_Restore(type, value, traceback);
  finalize_original(coroutine);
  forget_ended(hook, chain);
  Py_XDECREF(chain);
  // Still suspended: asyncio is going to close an async generator in a task of its own; or it has ignored GeneratorExit,
  // and is dead if nobody else holds it.
  if (!interpreter_is_suspended(coroutine) || Py_REFCNT(coroutine) == 1) forget(hook, coroutine);
}

static void finalize(PyObject *coroutine) {
  bool suspended = interpreter_is_suspended(coroutine);
  bool ended = !suspended && !interpreter_is_unstarted(coroutine);
  ThreadHook *hook = ended ? NULL : own_recorded_hook();
  if (hook != NULL && suspended) {
    finalize_suspended(hook, coroutine);
  } else {
    finalize_original(coroutine);
    if (hook != NULL) forget(hook, coroutine);
  }
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
