// A thread's hook from birth to death.
#include "ThreadHook.h"

#include <pthread.h>

#include "Backend.h"
#include "Greenlets.h"
#include "Texts.h"
#include "ThreadFrames.h"

ThreadHook *thread_hooks;

// ---- hooks of threads that have none: before the first event, and after the end

static void *ignore_event(sp_recorder *Py_UNUSED(recorder), sp_key Py_UNUSED(key), void *Py_UNUSED(callee)) {
  return session.backend != NULL ? session.backend->answer() : NULL;
}

static void *ignore_frame_event(sp_recorder *Py_UNUSED(recorder), sp_key Py_UNUSED(key), void *Py_UNUSED(callee),
                                uint64_t Py_UNUSED(frame)) {
  return session.backend != NULL ? session.backend->answer() : NULL;
}

#define IGNORING                       \
  {                                    \
      .call = ignore_event,            \
      .resume = ignore_event,          \
      .leave = ignore_event,           \
      .bare_call = ignore_event,       \
      .unwind = ignore_event,          \
      .note_unrecorded = ignore_event, \
      .note_super = ignore_event,      \
      .open_scope = ignore_event,      \
      .close_scope = ignore_event,     \
      .suspend = ignore_frame_event,   \
      .awaken = ignore_frame_event,    \
  }
static const sp_event_functions ignoring = IGNORING;

// Serial 0 is no recording's: every event of a thread that still has this one goes to thread_hook_bind.
static ThreadHook nobody = {.events = IGNORING};

_Thread_local ThreadHook *thread_hook_own __attribute__((tls_model("initial-exec"))) = &nobody;
// The interpreter's thread that has ended on this thread of the system. What it still runs, destructors, is ignored.
static _Thread_local uint64_t ended_thread;

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

bool thread_hook_enter_event(ThreadHook *hook) {
#ifdef Py_GIL_DISABLED
  if (atomic_load_explicit(&hook->in_event, memory_order_relaxed)) return true;
  for (;;) {
    PAUSE_ENTER(hook);
    if (!atomic_load_explicit(&pause_wanted, memory_order_acquire)) return false;
    PAUSE_LEAVE(hook);
    pause_wait();
  }
#else
  (void)hook;
  return false;
#endif
}

void thread_hook_leave_event(ThreadHook *hook) {
#ifdef Py_GIL_DISABLED
  PAUSE_LEAVE(hook);
#else
  (void)hook;
#endif
}

static void end_thread(PyObject *self) {
  ThreadHook *hook = ((ThreadEnd *)self)->hook;
  bool own = thread_hook_own == hook;
  if (own) {
    thread_hook_own = &nobody;
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

// Until a new thread runs, its state holds the ids of the thread that made it, or none.
static bool knows_its_ids(PyThreadState *thread) {
  PyThreadState *own = PyThreadState_Get();
  return thread == own || thread->native_thread_id != own->native_thread_id;
}

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
  hook->events = ignoring;
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

// ---- recordings

void thread_hook_ignore(ThreadHook *hook) {
  hook->recorder = NULL;
  hook->events = ignoring;
  hook->below_depth = 0;
  hook->delegation.count = 0;
  hook->outside_serial = 0;
  hook->serial = session.serial;
}

void thread_hook_leave_to_thread(ThreadHook *hook) {
  hook->outside_serial = session.serial;
  hook->serial = 0;
}

int thread_hook_record(ThreadHook *hook, PyThreadState *thread, bool started_before, bool enter_frames, int skipped) {
  thread_hook_ignore(hook);
  hook->switches_before = hook->switches = 0;
  if (knows_its_ids(thread)) { // else its first event tells
    hook->python_ident = thread->thread_id;
    hook->os_id = (uint32_t)thread->native_thread_id;
  }
  sp_thread_description description = {
      .os_id = hook->os_id,
      .python_ident = hook->python_ident,
      .name = text_literal(""),
      .started_before = started_before,
      .host = session.backend->host(hook),
  };
  sp_recorder *recorder = sp_recorder_create(session.recording, &description);
  if (recorder == NULL) {
    PyErr_NoMemory();
    return -1;
  }
  if (started_before) thread_hook_look_up_thread(hook);
  bool unwanted = started_before && session.options.only_new_calls;
  if (enter_frames && !unwanted) thread_frames_enter(recorder, thread, skipped);
  hook->recorder = recorder;
  hook->events = session.events;
  return 0;
}

// WHY not yet: what the user's callbacks call is not recorded, but stands on the stack. The next event comes here again.
static void put_off(ThreadHook *hook) {
  hook->recorder = NULL;
  hook->events = ignoring;
}

static void set_up(ThreadHook *hook, PyThreadState *thread, Entering entering) {
  if (hook->labelling.asking) return put_off(hook);
  if (thread_hook_is_recorded(hook)) {
    hook->serial = session.serial;
    greenlets_settle(hook, entering);
    return;
  }
  bool wanted = session.recording != NULL && (session.options.threads || thread->id == session.starter_thread);
  bool before = thread->id <= session.newest_thread_before;
  thread_hook_ignore(hook);
  if (!wanted) return;
  if (thread_hook_record(hook, thread, before, !session.options.targeted, entering == ENTERING) < 0) PyErr_Clear();
}

ThreadHook *thread_hook_bind(Entering entering) {
#ifdef Py_GIL_DISABLED
  PAUSE_LEAVE(thread_hook_own);
#endif
  PyThreadState *thread = PyThreadState_Get();
  if (thread->id == ended_thread) return &nobody;
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  ThreadHook *hook = thread_hook_of(thread);
  if (hook == NULL) {
    PyErr_Clear();
    hook = &nobody;
  } else {
    hook->bound = true;
    hook->os_id = (uint32_t)thread->native_thread_id;
    thread_hook_own = hook;
    thread_hook_enter_event(hook);
    if (hook->serial != session.serial) set_up(hook, thread, entering);
  }
  PyErr_Restore(type, value, traceback);
  return hook;
}
