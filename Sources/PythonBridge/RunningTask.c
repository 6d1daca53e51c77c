#include "RunningTask.h"

// ---- names: made once, so that a look-up need not make them

static struct {
  PyObject *_asyncio, *asyncio_tasks, *trio_run; // modules
  PyObject *get_running_loop, *current_task, *current_tasks, *Task, *PyTask, *GLOBAL_RUN_CONTEXT, *task;
  PyObject *get_coro, *get_name, *_coro, *_name, *coro, *name;
} names; // owned

int running_task_prepare(void) {
  const struct {
    PyObject **name;
    const char *text;
  } all[] = {
      {&names._asyncio, "_asyncio"},
      {&names.asyncio_tasks, "asyncio.tasks"},
      {&names.trio_run, "trio._core._run"},
      {&names.get_running_loop, "_get_running_loop"},
      {&names.current_task, "current_task"},
      {&names.current_tasks, "_current_tasks"},
      {&names.Task, "Task"},
      {&names.PyTask, "_PyTask"},
      {&names.GLOBAL_RUN_CONTEXT, "GLOBAL_RUN_CONTEXT"},
      {&names.task, "task"},
      {&names.get_coro, "get_coro"},
      {&names.get_name, "get_name"},
      {&names._coro, "_coro"},
      {&names._name, "_name"},
      {&names.coro, "coro"},
      {&names.name, "name"},
  };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    if (*all[i].name == NULL) *all[i].name = PyUnicode_InternFromString(all[i].text);
    if (*all[i].name == NULL) return -1;
  }
  return 0;
}

// ---- looking without running anybody's code. All of these take NULL, and give NULL without an exception.

static PyObject *without_exception(PyObject *result) {
  if (result == NULL) PyErr_Clear();
  return result;
}

// Borrowed.
static PyObject *item_of(PyObject *dictionary, PyObject *key) {
  if (dictionary == NULL || !PyDict_CheckExact(dictionary)) return NULL;
  return without_exception(PyDict_GetItemWithError(dictionary, key));
}

// What a module that is imported has by this name; borrowed.
static PyObject *global_of(PyObject *module_name, PyObject *name) {
  PyObject *module = item_of(PyImport_GetModuleDict(), module_name);
  if (module == NULL || !PyModule_CheckExact(module)) return NULL;
  return item_of(PyModule_GetDict(module), name);
}

// A call of a C function; new reference.
static PyObject *call(PyObject *function, PyObject *argument) {
  if (function == NULL || !PyCFunction_CheckExact(function)) return NULL;
  return without_exception(argument != NULL ? PyObject_CallOneArg(function, argument) : PyObject_CallNoArgs(function));
}

// A call of a type's own method, whatever a subclass has made of it; new reference.
static PyObject *call_method_of(PyObject *type, PyObject *name, PyObject *self) {
  PyObject *method = without_exception(PyObject_GetAttr(type, name));
  bool native = method != NULL && Py_IS_TYPE(method, &PyMethodDescr_Type);
  PyObject *result = native ? without_exception(PyObject_CallOneArg(method, self)) : NULL;
  Py_XDECREF(method);
  return result;
}

static bool is_a(PyObject *object, PyObject *type) {
  return object != NULL && type != NULL && PyType_Check(type) && PyObject_TypeCheck(object, (PyTypeObject *)type);
}

static bool runs(PyObject *coroutine, InterpreterFrame *frame) {
  return coroutine != NULL && PyCoro_CheckExact(coroutine) && interpreter_frame_of_generator(coroutine) == frame;
}

// ---- asyncio

// The task of a loop, by a dictionary; new reference.
static PyObject *task_in(PyObject *module_name, PyObject *loop) {
  return Py_XNewRef(item_of(global_of(module_name, names.current_tasks), loop));
}

static PyObject *task_of_loop(PyObject *loop) {
#if PY_VERSION_HEX >= 0x030c0000
  PyObject *task = call(global_of(names._asyncio, names.current_task), loop);
#else
  PyObject *task = task_in(names._asyncio, loop);
#endif
  if (task != NULL && task != Py_None) return task;
  Py_XDECREF(task);
  return task_in(names.asyncio_tasks, loop); // where CPython 3.14 keeps tasks that are written in Python
}

// New reference.
static PyObject *asyncio_task(void) {
  PyObject *loop = call(global_of(names._asyncio, names.get_running_loop), NULL);
  // WHY the hash: finding the loop in a dictionary must not run code of its class.
  bool plain = loop != NULL && loop != Py_None && Py_TYPE(loop)->tp_hash == PyBaseObject_Type.tp_hash;
  PyObject *task = plain ? task_of_loop(loop) : NULL;
  Py_XDECREF(loop);
  return task;
}

// Where a task keeps its name: the one word of it that is the text which get_name() gave. 0: there is none such.
static Py_ssize_t offset_of_name(PyObject *task, PyObject *type, PyObject *name) {
  Py_ssize_t found = 0;
  for (Py_ssize_t at = sizeof(PyObject); at < ((PyTypeObject *)type)->tp_basicsize; at += sizeof(PyObject *)) {
    if (*(PyObject **)((char *)task + at) != name) continue;
    if (found != 0) return 0;
    found = at;
  }
  return found;
}

// New reference. WHY not get_name() for all: since CPython 3.12 a task has a number until somebody asks for its name; we
// would leave each with a text.
// SAFETY: the word at this offset has once held what get_name() gave, so it is the field of the name, which holds an
// object at any time; the field is where it is in all tasks of this type.
static PyObject *own_name_of(PyObject *task, PyObject *type) {
  static Py_ssize_t offset; // 0: not known
  PyObject *kept = offset != 0 ? *(PyObject **)((char *)task + offset) : NULL;
  if (kept != NULL && PyLong_CheckExact(kept)) return without_exception(PyUnicode_FromFormat("Task-%S", kept));
  PyObject *name = call_method_of(type, names.get_name, task);
  if (offset == 0 && name != NULL) offset = offset_of_name(task, type, name);
  return name;
}

// Of a task of the type that is written in C.
static PyObject *name_of_native_task(PyObject *task, PyObject *type, InterpreterFrame *frame) {
  PyObject *coroutine = call_method_of(type, names.get_coro, task);
  PyObject *name = runs(coroutine, frame) ? own_name_of(task, type) : NULL;
  Py_XDECREF(coroutine);
  return name;
}

// Of one of the type written in Python: its methods would be code to run.
static PyObject *name_of_python_task(PyObject *task, InterpreterFrame *frame) {
  PyObject *attributes = without_exception(PyObject_GenericGetDict(task, NULL));
  PyObject *name = runs(item_of(attributes, names._coro), frame) ? item_of(attributes, names._name) : NULL;
  Py_XINCREF(name);
  Py_XDECREF(attributes);
  return name;
}

static PyObject *asyncio_task_name(InterpreterFrame *frame) {
  PyObject *native = global_of(names._asyncio, names.Task);
  if (native == NULL) return NULL; // asyncio is not in use
  PyObject *task = asyncio_task();
  PyObject *name = NULL;
  if (is_a(task, native)) {
    name = name_of_native_task(task, native, frame);
  } else if (is_a(task, global_of(names.asyncio_tasks, names.PyTask))) {
    name = name_of_python_task(task, frame);
  }
  Py_XDECREF(task);
  return name;
}

// ---- trio: the type of its tasks is final, and has slots

static PyObject *slot_of_trio_task(PyObject *task, PyObject *name) {
  PyObject *type = global_of(names.trio_run, names.Task);
  if (task == NULL || type == NULL || !Py_IS_TYPE(task, (PyTypeObject *)type)) return NULL;
  return without_exception(PyObject_GenericGetAttr(task, name));
}

static PyObject *trio_task_name(InterpreterFrame *frame) {
  PyObject *context = global_of(names.trio_run, names.GLOBAL_RUN_CONTEXT); // a threading.local
  PyObject *task = context != NULL ? without_exception(PyObject_GetAttr(context, names.task)) : NULL;
  PyObject *coroutine = slot_of_trio_task(task, names.coro);
  PyObject *name = runs(coroutine, frame) ? slot_of_trio_task(task, names.name) : NULL;
  Py_XDECREF(coroutine);
  Py_XDECREF(task);
  return name;
}

PyObject *running_task_coroutine_of_new(PyObject *object) {
  PyObject *coroutine = slot_of_trio_task(object, names.coro);
  if (coroutine == NULL) return NULL;
  Py_DECREF(coroutine); // the task holds it
  return PyCoro_CheckExact(coroutine) && interpreter_is_unstarted(coroutine) ? coroutine : NULL;
}

// What a call create_task(coroutine, name) or self.create_task(coroutine, name) has as name for the coroutine of this
// frame; borrowed, or NULL.
static PyObject *name_wanted_by(InterpreterFrame *caller, InterpreterFrame *frame) {
  if (PyUnicode_CompareWithASCIIString(interpreter_code_of(caller)->co_name, "create_task") != 0) return NULL;
  int coroutine = runs(interpreter_local(caller, 0), frame) ? 0 : 1;
  if (!runs(interpreter_local(caller, coroutine), frame)) return NULL;
  PyObject *name = interpreter_local(caller, coroutine + 1);
  return name != NULL && PyUnicode_Check(name) ? name : NULL;
}

// The name that an eager task, which runs already, is going to have: before CPython 3.14 it gets it when it has been
// suspended. The functions in question lie close above. Borrowed; NULL if it has one, or will never.
static PyObject *name_to_come(InterpreterFrame *frame) {
  InterpreterFrame *caller = interpreter_caller(frame);
  for (int i = 0; i < 4 && caller != NULL; i++, caller = interpreter_caller(caller)) {
    PyObject *name = name_wanted_by(caller, frame);
    if (name != NULL) return name;
  }
  return NULL;
}

PyObject *running_task_name(InterpreterFrame *frame) {
  PyObject *name = asyncio_task_name(frame);
  if (name == NULL) return trio_task_name(frame);
  PyObject *better = name_to_come(frame);
  if (better != NULL) Py_SETREF(name, Py_NewRef(better));
  return name;
}
