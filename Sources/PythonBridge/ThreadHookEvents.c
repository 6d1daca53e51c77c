// HOT. The profile function: from the interpreter's event to one call into the core, which is the last thing done.
#include "Callees.h"
#include "ThreadHook.h"
#include "Threads.h"

static inline int python_call(ThreadHook *hook, PyFrameObject *frame) {
  PyCodeObject *code = interpreter_code(frame);
  sp_event *event = interpreter_is_resumption(frame, code) ? hook->events.resume : hook->events.call;
  return event(hook->recorder, callee_key_of_code(code), code, frame);
}

static inline int python_leave(ThreadHook *hook, PyFrameObject *frame) {
  PyCodeObject *code = interpreter_code(frame);
  return hook->events.leave(hook->recorder, callee_key_of_code(code), code, frame);
}

static inline int native_call(ThreadHook *hook, PyFrameObject *frame, PyObject *function) {
  if (!hook->builtins || !PyCFunction_Check(function)) return 0;
  return hook->events.call(hook->recorder, callee_key_of_native(function), function, frame);
}

static inline int native_leave(ThreadHook *hook, PyFrameObject *frame, PyObject *function) {
  if (!PyCFunction_Check(function)) return 0;
  // WHY here: the new thread exists, and cannot run before this one lets go of the GIL.
  if (SP_UNLIKELY(threads_may_start_one(((PyCFunctionObject *)function)->m_ml))) threads_adopt_new();
  if (!hook->builtins) return 0;
  return hook->events.leave(hook->recorder, callee_key_of_native(function), function, frame);
}

int thread_hook_event(PyObject *self, PyFrameObject *frame, int what, PyObject *arg) {
  ThreadHook *hook = (ThreadHook *)self;
  switch (what) {
  case PyTrace_CALL:
    return python_call(hook, frame);
  case PyTrace_RETURN:
    return python_leave(hook, frame);
  case PyTrace_C_CALL:
    return native_call(hook, frame, arg);
  case PyTrace_C_RETURN:
  case PyTrace_C_EXCEPTION:
    return native_leave(hook, frame, arg);
  default:
    return 0;
  }
}

// ---- what the core asks for in the middle of an event (sp_host)

static void describe(void *context, sp_key key, void *callee, void *frame) {
  ThreadHook *hook = context;
  if (key & SP_KEY_NATIVE) {
    callee_register_native(hook->recorder, callee);
  } else {
    callee_register_code(hook->recorder, callee, frame);
  }
}

static void switched(void *context, void *frame) {
  ThreadHook *hook = context;
  if (!hook->named && frame != NULL) thread_hook_find_thread(hook, frame);
  threads_adopt_new();
}

sp_host thread_hook_host(ThreadHook *hook) {
  return (sp_host){.context = hook, .describe = describe, .switched = switched};
}
