// A thread's hook from one recording to the next.
#include "ThreadHook.h"

#include "Backend.h"
#include "Greenlets.h"
#include "Ignoring.h"
#include "Texts.h"
#include "ThreadFrames.h"
#include "ThreadLife.h"

_Thread_local ThreadHook *thread_hook_own __attribute__((tls_model("initial-exec"))) = &nobodys_hook;

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

// Until a new thread runs, its state holds the ids of the thread that made it, or none.
static bool knows_its_ids(PyThreadState *thread) {
  PyThreadState *own = PyThreadState_Get();
  return thread == own || thread->native_thread_id != own->native_thread_id;
}

void thread_hook_ignore(ThreadHook *hook) {
  hook->recorder = NULL;
  hook->events = ignoring_events;
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
  hook->events = ignoring_events;
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
  if (thread_hook_has_ended(thread)) return &nobodys_hook;
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  ThreadHook *hook = thread_hook_of(thread);
  if (hook == NULL) {
    PyErr_Clear();
    hook = &nobodys_hook;
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
