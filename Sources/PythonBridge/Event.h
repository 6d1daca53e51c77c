// HOT. The last step of every backend's event: hand it on to the recorder of the calling thread.
#ifndef PYTHONBRIDGE_EVENT_H
#define PYTHONBRIDGE_EVENT_H

#include "ThreadHook.h"

// The calling thread's hook, held for one event: each path from here ends in event_end or event_hand_on.
static inline ThreadHook *event_begin(Entering entering) {
#ifdef Py_GIL_DISABLED
  ThreadHook *hook = thread_hook_own;
  PAUSE_ENTER(hook);
  bool stale = hook->serial != session.serial;
  if (SP_UNLIKELY(stale || atomic_load_explicit(&pause_wanted, memory_order_relaxed)))
    hook = thread_hook_bind(entering);
  return hook;
#else
  return thread_hook_get(entering);
#endif
}

static inline void event_end(ThreadHook *hook) {
#ifdef Py_GIL_DISABLED
  PAUSE_LEAVE(hook);
#else
  (void)hook;
#endif
}

static inline void *event_hand_on(ThreadHook *hook, sp_event *event, sp_key key, void *callee) {
#ifdef Py_GIL_DISABLED
  void *answer = event(hook->recorder, key, callee);
  PAUSE_LEAVE(hook);
  return answer;
#else
  return event(hook->recorder, key, callee);
#endif
}

// The same for coroutines and async generators.
static inline void *event_hand_on_frame(ThreadHook *hook, sp_frame_event *event, sp_key key, void *callee,
                                        InterpreterFrame *frame) {
#ifdef Py_GIL_DISABLED
  void *answer = event(hook->recorder, key, callee, (uint64_t)(uintptr_t)frame);
  PAUSE_LEAVE(hook);
  return answer;
#else
  return event(hook->recorder, key, callee, (uint64_t)(uintptr_t)frame);
#endif
}

#endif
