#include "SetProfile.h"

#include "Describe.h"
#include "Threads.h"

// ---- the profile object: one for all threads, never freed, so that no thread can lose it in the middle of an event

static Py_tracefunc wanted_function(void) {
  return session.options.filtered ? setprofile_event_filtered : setprofile_event;
}

// Programs take the profile function away for a while and put back what sys.getprofile() gave them. The
// interpreter then calls that object at every event: the first call puts our function back in its place.
static PyObject *put_back(PyObject *self, PyObject *Py_UNUSED(arguments), PyObject *Py_UNUSED(keywords)) {
  bool alive = session.recording != NULL && session.backend == &setprofile_backend;
  PyEval_SetProfile(alive ? wanted_function() : NULL, alive ? self : NULL);
  Py_RETURN_NONE;
}

static PyTypeObject SetProfileHook_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "swiftprof._bridge.SetProfileHook",
    .tp_doc = "The profile object of threads that swiftprof profiles.",
    .tp_basicsize = sizeof(PyObject),
    .tp_call = put_back,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
};

// Borrowed; NULL with an exception.
static PyObject *profile_object(void) {
  static PyObject *object;
  if (object == NULL && PyType_Ready(&SetProfileHook_Type) == 0) {
    object = PyObject_New(PyObject, &SetProfileHook_Type);
  }
  return object;
}

// ---- threads

static int set_on(PyThreadState *thread, bool on) {
  PyObject *object = profile_object();
  if (object == NULL) return -1;
  return interpreter_set_profile(thread, on ? wanted_function() : NULL, on ? object : NULL);
}

int setprofile_arm(void) { return set_on(PyThreadState_Get(), true); }
int setprofile_disarm(void) { return set_on(PyThreadState_Get(), false); }

static int install(void) {
  if (session.options.targeted) return 0; // calls of targets arm their own thread, see TargetCall.c
  if (!session.options.threads) return setprofile_arm();
#if PY_VERSION_HEX >= 0x030c0000
  PyObject *object = profile_object();
  if (object == NULL) return -1;
  PyEval_SetProfileAllThreads(wanted_function(), object);
  return 0;
#else
  for (PyThreadState *thread = interpreter_first_thread(); thread != NULL; thread = PyThreadState_Next(thread)) {
    if (set_on(thread, true) < 0) return -1;
  }
  return 0;
#endif
}

static void uninstall(void) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  for (PyThreadState *thread = interpreter_first_thread(); thread != NULL; thread = PyThreadState_Next(thread)) {
    if (setprofile_is_on(thread) && set_on(thread, false) < 0) PyErr_Clear();
  }
  PyErr_Restore(type, value, traceback);
}

static void install_thread(PyThreadState *thread) {
  if (!session.options.targeted && thread->c_profilefunc == NULL && set_on(thread, true) < 0) PyErr_Clear();
}

static bool is_on(PyThreadState *thread) { return session.options.targeted || setprofile_is_on(thread); }

static void note_displaced(PyObject *list) {
  if (session.options.targeted) return;
  for (PyThreadState *thread = interpreter_first_thread(); thread != NULL; thread = PyThreadState_Next(thread)) {
    bool had_hook =
        thread->id == session.starter_thread || (session.options.threads && thread->id <= session.newest_thread);
    if (had_hook && !setprofile_is_on(thread) && threads_append_profiler(list, thread) < 0) PyErr_Clear();
  }
}

static void *answer(void) { return NULL; }

static sp_host host(ThreadHook *hook) { return describe_host(hook, NULL); }

const Backend setprofile_backend = {
    .name = "setprofile",
    .why_usable = "PyEval_SetProfile, which every CPython has",
#ifdef Py_GIL_DISABLED
    .why_not_usable = "needs the GIL: without it, a new thread runs before its profile function can be set",
#endif
    .answer = answer,
    .host = host,
    .install = install,
    .uninstall = uninstall,
    .install_thread = install_thread,
    .is_on = is_on,
    .note_displaced = note_displaced,
};
