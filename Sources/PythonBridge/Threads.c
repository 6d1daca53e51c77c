#include "Threads.h"

#include <unistd.h>

#include "Callees.h"

uintptr_t threads_first_starter, threads_starter_span;

// WHY a range: one comparison at every return of a C function, however many such functions a version has.
static int find_starters(void) {
  static const char *const starters[] = {"start_new_thread", "start_new", "start_joinable_thread"};
  PyObject *module = PyImport_ImportModule("_thread");
  if (module == NULL) return -1;
  uintptr_t first = UINTPTR_MAX, last = 0;
  for (size_t i = 0; i < sizeof starters / sizeof *starters; i++) {
    PyObject *function = PyDict_GetItemString(PyModule_GetDict(module), starters[i]);
    if (function == NULL || !PyCFunction_Check(function)) continue;
    uintptr_t definition = (uintptr_t)((PyCFunctionObject *)function)->m_ml;
    if (definition < first) first = definition;
    if (definition > last) last = definition;
  }
  Py_DECREF(module);
  threads_first_starter = first;
  threads_starter_span = last >= first ? last - first + 1 : 0;
  return 0;
}

static PyThreadState *first_thread(void) { return PyInterpreterState_ThreadHead(PyInterpreterState_Get()); }

static int hook_thread(PyThreadState *thread, bool started_before, bool enter_frames) {
  ThreadHook *hook = thread_hook_new(thread, started_before);
  if (hook == NULL) return -1;
  if (enter_frames) thread_hook_enter_frames(hook, thread);
  int failed = _PyEval_SetProfile(thread, thread_hook_event, (PyObject *)hook);
  Py_DECREF(hook);
  return failed;
}

int threads_hook(void) {
  if (find_starters() < 0) return -1;
  PyThreadState *own = PyThreadState_Get();
  session.starter_thread = own->id;
  session.newest_thread = first_thread()->id; // the list is sorted, newest first
  for (PyThreadState *thread = first_thread(); thread != NULL && session.options.threads;
       thread = PyThreadState_Next(thread)) {
    if (thread != own && thread->c_profilefunc == NULL && hook_thread(thread, true, true) < 0) return -1;
  }
  // WHY last: nothing of the above is in the profile then.
  return hook_thread(own, true, session.options.enter_frames);
}

void threads_unhook(void) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  for (PyThreadState *thread = first_thread(); thread != NULL; thread = PyThreadState_Next(thread)) {
    if (thread_hook_is_on(thread) && _PyEval_SetProfile(thread, NULL, NULL) < 0) PyErr_Clear();
  }
  PyErr_Restore(type, value, traceback);
}

int threads_rehook(void) {
  for (PyThreadState *thread = first_thread(); thread != NULL; thread = PyThreadState_Next(thread)) {
    if (!thread_hook_is_on(thread)) continue;
    ThreadHook *hook = (ThreadHook *)thread->c_profileobj;
    if (thread_hook_renew(hook, thread) < 0) return -1;
    thread_hook_enter_frames(hook, thread);
  }
  return 0;
}

void threads_adopt_new(void) {
  if (!session.options.threads || session.recording == NULL) return;
  uint64_t newest = first_thread()->id;
  if (SP_LIKELY(newest <= session.newest_thread)) return;
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  uint64_t known = session.newest_thread;
  session.newest_thread = newest;
  for (PyThreadState *thread = first_thread(); thread != NULL && thread->id > known;
       thread = PyThreadState_Next(thread)) {
    if (thread->c_profilefunc == NULL && hook_thread(thread, false, true) < 0) PyErr_Clear();
  }
  PyErr_Restore(type, value, traceback);
}

void threads_refresh_names(void) {
  for (ThreadHook *hook = thread_hooks; hook != NULL; hook = hook->next) {
    if (hook->thread == NULL) thread_hook_look_up_thread(hook);
    thread_hook_refresh_name(hook);
  }
}

bool threads_is_main(uint64_t python_ident) {
  if (python_ident == 0) return false;
  for (PyThreadState *thread = first_thread(); thread != NULL; thread = PyThreadState_Next(thread)) {
    if (thread->thread_id == python_ident) return thread->native_thread_id == (unsigned long)getpid();
  }
  return false;
}

// ---- other tools

// "cProfile.Profile", "the profile function mymodule.hook".
static PyObject *describe(PyThreadState *thread) {
  PyObject *object = thread->c_profileobj;
  if (thread->c_profilefunc == NULL) return PyUnicode_FromString("nobody (sys.setprofile(None))");
  if (object == NULL) return PyUnicode_FromString("a C function");
  const char *type = Py_TYPE(object)->tp_name;
  // WHY the bases: a class made by Python code, as cProfile.Profile is, has no module in its tp_name.
  for (PyTypeObject *base = Py_TYPE(object); base != NULL; base = base->tp_base) {
    if (strcmp(base->tp_name, "_lsprof.Profiler") == 0) return PyUnicode_FromString("cProfile.Profile");
  }
  if (PyFunction_Check(object)) {
    PyObject *module = ((PyFunctionObject *)object)->func_module;
    PyObject *name = ((PyFunctionObject *)object)->func_qualname;
    return PyUnicode_FromFormat("the profile function %V.%U", module, "?", name);
  }
  return PyUnicode_FromFormat("a profile function of type %s", type);
}

static int append(PyObject *list, PyThreadState *thread) {
  PyObject *description = describe(thread);
  if (description == NULL) return -1;
  PyObject *entry = Py_BuildValue("(kN)", thread->thread_id, description);
  if (entry == NULL) return -1;
  int failed = PyList_Append(list, entry);
  Py_DECREF(entry);
  return failed;
}

PyObject *threads_foreign_profilers(void) {
  PyObject *list = PyList_New(0);
  for (PyThreadState *thread = first_thread(); list != NULL && thread != NULL; thread = PyThreadState_Next(thread)) {
    if (thread->c_profilefunc != NULL && !thread_hook_is_on(thread) && append(list, thread) < 0) Py_CLEAR(list);
  }
  return list;
}

void threads_note_displaced(void) {
  if (session.displaced == NULL) return;
  for (PyThreadState *thread = first_thread(); thread != NULL; thread = PyThreadState_Next(thread)) {
    bool had_hook =
        thread->id == session.starter_thread || (session.options.threads && thread->id <= session.newest_thread);
    if (had_hook && !thread_hook_is_on(thread) && append(session.displaced, thread) < 0) PyErr_Clear();
  }
}
