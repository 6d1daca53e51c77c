// What a thread carries while it is profiled: the way from an event to the thread's recorder.
//
// A hook lives as long as its thread: the thread's state keeps it (PyThreadState.dict), recordings come and go. Each
// recording has a serial number; a hook that was set up for another one is set up anew at the thread's next event,
// if nobody has done it from outside before.
#ifndef PYTHONBRIDGE_THREADHOOK_H
#define PYTHONBRIDGE_THREADHOOK_H

#include "Labelling.h"
#include "Pause.h"
#include "Session.h"

// A coroutine that an exception passes by on its way to the one that it awaits, see Delegation.h.
typedef struct DelegatingFrame {
  InterpreterFrame *frame;
  InterpreterFrame *below; // that runs on its behalf
} DelegatingFrame;

typedef struct Delegation {
  DelegatingFrame *frames; // owned, the innermost last
  uint32_t count, capacity;
} Delegation;

// The first fields are read at every event.
typedef struct ThreadHook {
  sp_recorder *recorder; // NULL: this thread is not recorded, and `events` ignore what comes
  sp_event_functions events;
  uint64_t serial;      // session.serial that the above are for
  Labelling labelling;  // see LabelEvents.c
  uint32_t below_depth; // open calls of targets that are recorded with all below them, see Targets.h
  PAUSE_WORD;           // in an event now; only without the GIL
  Delegation delegation;
  PyThreadState *state;      // of the thread; NULL after its end
  uint64_t outside_serial;   // session.serial for which another thread has made a recorder, that this one has not seen
  uint64_t greenlets_serial; // session.serial for which switches of greenlets are watched
  bool bound;                // the thread itself knows of this hook
  bool named;                // a threading.Thread has been looked for
  uint64_t thread_id;        // PyThreadState.id
  uint64_t python_ident;
  uint64_t switches_before,
      switches;     // by the kernel: before its first event, plus one; up to its last, see FirstSeen.h
  uint32_t os_id;   // 0: not known yet
  PyObject *thread; // owned threading.Thread, or NULL
  struct ThreadHook *previous, *next; // all hooks there are
} ThreadHook;

// Whose frames count as open when an event sets its thread's hook up.
typedef enum Entering {
  INSIDE,  // the innermost frame is one of them
  ENTERING // the innermost frame is only being entered, by this very event
} Entering;

// ---- the thread's own view

extern _Thread_local ThreadHook *thread_hook_own __attribute__((tls_model("initial-exec")));

// The calling thread's hook, made and set up if need be; never NULL.
ThreadHook *thread_hook_bind(Entering entering);

static inline ThreadHook *thread_hook_get(Entering entering) {
  ThreadHook *hook = thread_hook_own;
  if (SP_UNLIKELY(hook->serial != session.serial)) hook = thread_hook_bind(entering);
  return hook;
}

// The calling thread is in an event of its own hook between the two: nobody takes its recorder away meanwhile. True:
// it is in one already, which goes on; it is not to be left.
bool thread_hook_enter_event(ThreadHook *hook);
void thread_hook_leave_event(ThreadHook *hook);

// ---- from outside, or off the event path

// Gives the hook a recorder of the present recording and enters the frames on the thread's stack but for the
// innermost `skipped`; `enter_frames` false enters none. -1 with an exception.
int thread_hook_record(ThreadHook *hook, PyThreadState *thread, bool started_before, bool enter_frames, int skipped);
// The hook's events are ignored until the next recording.
void thread_hook_ignore(ThreadHook *hook);
// Takes over the name that `threading` has for the thread by now.
void thread_hook_refresh_name(ThreadHook *hook);
// Look for the hook's threading.Thread: among the active ones; in the calling thread's first frame.
void thread_hook_look_up_thread(ThreadHook *hook);
void thread_hook_find_thread(ThreadHook *hook);

// The thread looks itself whose frames have been entered for it, at its next event. By the calling thread, for another.
void thread_hook_leave_to_thread(ThreadHook *hook);

static inline bool thread_hook_is_recorded(const ThreadHook *hook) {
  bool of_session = hook->serial == session.serial || hook->outside_serial == session.serial;
  return hook->recorder != NULL && of_session;
}

#endif
