// What a profiled thread carries as its profile object: the way from an event to the thread's recorder.
#ifndef PYTHONBRIDGE_THREADHOOK_H
#define PYTHONBRIDGE_THREADHOOK_H

#include "Session.h"

// The first fields are read at every event.
typedef struct ThreadHook {
  PyObject_HEAD sp_recorder *recorder;
  sp_event_functions events;
  bool builtins;
  bool named;       // a threading.Thread has been looked for
  PyObject *thread; // owned threading.Thread, or NULL
  uint64_t python_ident;
  struct ThreadHook *previous, *next; // all hooks there are
} ThreadHook;

extern PyTypeObject ThreadHook_Type;
extern ThreadHook *thread_hooks; // head of the list

// A hook with its recorder for a thread of the interpreter. Owned; NULL with an exception.
ThreadHook *thread_hook_new(PyThreadState *thread, bool started_before);
// Gives a hook a recorder of the session's present recording; -1 with an exception.
int thread_hook_renew(ThreadHook *hook, PyThreadState *thread);
// Enters the frames that are on the thread's stack.
void thread_hook_enter_frames(ThreadHook *hook, PyThreadState *thread);
// The recording is going: events that still come, and hooks that somebody still holds (sys.getprofile), must not
// use its recorders.
void thread_hooks_orphan(void);
// Takes over the name that `threading` has for the thread by now.
void thread_hook_refresh_name(ThreadHook *hook);

// What the core asks of a hook.
sp_host thread_hook_host(ThreadHook *hook);
// The profile function (Py_tracefunc) of every profiled thread.
int thread_hook_event(PyObject *self, PyFrameObject *frame, int what, PyObject *arg);

static inline bool thread_hook_is_on(PyThreadState *thread) { return thread->c_profilefunc == thread_hook_event; }

#endif
