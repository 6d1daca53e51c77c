#include "Threads.h"

#include "Greenlets.h"
#include "SetProfile.h"
#include "ThreadLife.h"

uintptr_t threads_first_starter, threads_starter_span;

// WHY a range: one comparison at every return of a C function, however many such functions a version has.
int threads_prepare(void) {
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

// Without the GIL only the calling thread may be looked at: the others run.
static PyThreadState *first_other_thread(void) {
#ifdef Py_GIL_DISABLED
  return NULL;
#else
  return interpreter_first_thread();
#endif
}

static int record(PyThreadState *thread, bool started_before, bool enter_frames) {
  ThreadHook *hook = thread_hook_of(thread);
  if (hook == NULL) return -1;
  // WHY: what the user's callbacks call is not recorded, but stands on its stack. At its next event it looks itself.
  if (hook->labelling.asking && thread != PyThreadState_Get()) return 0;
  if (thread_hook_record(hook, thread, started_before, enter_frames && !session.options.targeted, 0) < 0) return -1;
  if (enter_frames && thread != PyThreadState_Get() && greenlets_are_loaded()) thread_hook_leave_to_thread(hook);
  return 0;
}

int threads_record(bool enter_own_frames) {
  PyThreadState *own = PyThreadState_Get();
  session.newest_thread_before = session.newest_thread = interpreter_first_thread()->id; // sorted, the newest first
  for (PyThreadState *thread = first_other_thread(); thread != NULL && session.options.threads;
       thread = PyThreadState_Next(thread)) {
    if (thread != own && record(thread, true, true) < 0) return -1;
  }
  bool wanted = session.options.threads || own->id == session.starter_thread;
  return wanted ? record(own, true, enter_own_frames) : 0;
}

void threads_adopt_new(void) {
  if (!session.options.threads || session.recording == NULL) return;
  PyThreadState *newest = first_other_thread();
  if (SP_LIKELY(newest == NULL || newest->id <= session.newest_thread)) return;
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  uint64_t known = session.newest_thread;
  session.newest_thread = newest->id;
  for (PyThreadState *thread = newest; thread != NULL && thread->id > known; thread = PyThreadState_Next(thread)) {
    ThreadHook *hook = thread_hook_of(thread);
    bool recorded = hook != NULL && thread_hook_is_recorded(hook);
    if (!recorded && record(thread, false, true) < 0) PyErr_Clear();
    session.backend->install_thread(thread);
  }
  PyErr_Restore(type, value, traceback);
}

void threads_refresh_names(void) {
  for (ThreadHook *hook = thread_hooks; hook != NULL; hook = hook->next) {
    if (!thread_hook_is_recorded(hook)) continue;
    if (hook->thread == NULL) thread_hook_look_up_thread(hook);
    thread_hook_refresh_name(hook);
  }
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

int threads_append_profiler(PyObject *list, PyThreadState *thread) {
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
  for (PyThreadState *thread = interpreter_first_thread(); list != NULL && thread != NULL;
       thread = PyThreadState_Next(thread)) {
    if (thread->c_profilefunc != NULL && !setprofile_is_on(thread) && threads_append_profiler(list, thread) < 0)
      Py_CLEAR(list);
  }
  return list;
}
