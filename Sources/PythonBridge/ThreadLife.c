#include "ThreadLife.h"

#include <pthread.h>

#include "Ignoring.h"

ThreadHook *thread_hooks;

// ---- the list

#ifdef Py_GIL_DISABLED
static pthread_mutex_t hooks_lock = PTHREAD_MUTEX_INITIALIZER;
void thread_hooks_lock(void) { pthread_mutex_lock(&hooks_lock); }
void thread_hooks_unlock(void) { pthread_mutex_unlock(&hooks_lock); }
#else
void thread_hooks_lock(void) {}
void thread_hooks_unlock(void) {}
#endif

static void link_hook(ThreadHook *hook) {
  thread_hooks_lock();
  hook->next = thread_hooks;
  if (thread_hooks != NULL) thread_hooks->previous = hook;
  thread_hooks = hook;
  thread_hooks_unlock();
}

static void unlink_hook(ThreadHook *hook) {
  thread_hooks_lock();
  if (hook->previous != NULL) hook->previous->next = hook->next;
  if (hook->next != NULL) hook->next->previous = hook->previous;
  if (thread_hooks == hook) thread_hooks = hook->next;
  thread_hooks_unlock();
}

// ---- the thread's end: the interpreter drops what a thread's state keeps

typedef struct ThreadEnd {
  PyObject_HEAD ThreadHook *hook;
} ThreadEnd;

static PyObject *state_key; // under which a thread's state keeps its ThreadEnd

// The interpreter's thread that has ended on this thread of the system.
static _Thread_local uint64_t ended_thread;

bool thread_hook_has_ended(const PyThreadState *thread) { return thread->id == ended_thread; }

static void end_thread(PyObject *self) {
  ThreadHook *hook = ((ThreadEnd *)self)->hook;
  bool own = thread_hook_own == hook;
  if (own) {
    thread_hook_own = &nobodys_hook;
    ended_thread = hook->thread_id;
  }
  thread_hook_enter_event(hook);
  if (thread_hook_is_recorded(hook)) {
    thread_hook_refresh_name(hook);
    sp_recorder_end(session.recording, hook->recorder);
  }
  unlink_hook(hook);
  thread_hook_leave_event(hook);
  Py_CLEAR(hook->thread);
  PyMem_RawFree(hook->delegation.frames);
  hook->delegation = (Delegation){0};
  hook->state = NULL;
  labelling_clear(&hook->labelling);
  // WHY kept otherwise: the thread of the system may be there still, and it knows of the hook.
  if (own || !hook->bound) {
    PyMem_RawFree(hook);
  } else {
    thread_hook_ignore(hook);
  }
  PyObject_Free(self);
}

static PyTypeObject ThreadEnd_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "swiftprof._bridge.ThreadEnd",
    .tp_doc = "Kept by a thread's state, to learn of the thread's end.",
    .tp_basicsize = sizeof(ThreadEnd),
    .tp_dealloc = end_thread,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
};

int thread_hooks_prepare(void) {
  pause_prepare();
  if (state_key == NULL) state_key = PyUnicode_InternFromString("swiftprof._bridge.ThreadEnd");
  return state_key == NULL ? -1 : PyType_Ready(&ThreadEnd_Type);
}

// ---- birth

// Borrowed.
static PyObject *dictionary_of(PyThreadState *thread) {
  if (thread->dict == NULL) thread->dict = PyDict_New();
  return thread->dict;
}

static ThreadHook *new_hook(PyThreadState *thread, PyObject *dictionary) {
  ThreadHook *hook = PyMem_RawCalloc(1, sizeof *hook);
  ThreadEnd *end = hook != NULL ? PyObject_New(ThreadEnd, &ThreadEnd_Type) : NULL;
  if (end == NULL) {
    PyMem_RawFree(hook);
    return hook == NULL ? (ThreadHook *)PyErr_NoMemory() : NULL;
  }
  hook->events = ignoring_events;
  hook->thread_id = thread->id;
  hook->state = thread;
  end->hook = hook;
  link_hook(hook);
  int failed = PyDict_SetItem(dictionary, state_key, (PyObject *)end);
  Py_DECREF(end); // if that was the last reference, the hook is gone with it
  return failed ? NULL : hook;
}

ThreadHook *thread_hook_of(PyThreadState *thread) {
  PyObject *dictionary = dictionary_of(thread);
  if (dictionary == NULL) return NULL;
  ThreadEnd *end = (ThreadEnd *)PyDict_GetItemWithError(dictionary, state_key);
  if (end != NULL) return end->hook;
  return PyErr_Occurred() ? NULL : new_hook(thread, dictionary);
}
