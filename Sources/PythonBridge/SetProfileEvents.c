// HOT. The profile function (Py_tracefunc): from the interpreter's event to one call into the core, which is the last
// thing done.
#include "Callees.h"
#include "Delegation.h"
#include "Event.h"
#include "Filters.h"
#include "SetProfile.h"
#include "Tasks.h"
#include "Threads.h"

static inline int hand_on(ThreadHook *hook, sp_event *event, sp_key key, void *callee) {
  return (int)(intptr_t)event_hand_on(hook, event, key, callee); // the answer of this backend's recorders is 0
}

static inline int hand_on_frame(ThreadHook *hook, sp_frame_event *event, PyCodeObject *code, InterpreterFrame *frame) {
  return (int)(intptr_t)event_hand_on_frame(hook, event, callee_key_of_code(code), code, frame);
}

// A resumption and an exception thrown into the frame are told alike.
static int awaken(ThreadHook *hook, PyCodeObject *code, InterpreterFrame *frame) {
  if (delegation_is_on(hook) && delegation_reaches(hook, frame)) return 0;
  delegation_begin(hook, frame);
  return hand_on_frame(hook, hook->events.awaken, code, frame);
}

static int suspend(ThreadHook *hook, PyCodeObject *code, InterpreterFrame *frame) {
  if (!delegation_is_on(hook)) return hand_on_frame(hook, hook->events.suspend, code, frame);
  hand_on_frame(hook, hook->events.suspend, code, frame);
  delegation_suspends(hook, frame);
  return 0;
}

// WHY apart: a function pays for coroutines with one test of a flag.
static __attribute__((noinline)) int async_call(PyFrameObject *frame, PyCodeObject *code) {
  ThreadHook *hook = event_begin(ENTERING);
  if (interpreter_is_resumption(frame, code)) return awaken(hook, code, frame->f_frame);
  int answer = hand_on(hook, hook->events.call, callee_key_of_code(code), code);
  tasks_note_start(frame->f_frame);
  return answer;
}

static inline sp_event *leave_event(const ThreadHook *hook, PyObject *result) {
  return SP_LIKELY(result != NULL) ? hook->events.leave : hook->events.unwind;
}

static __attribute__((noinline)) int async_leave(PyFrameObject *frame, PyCodeObject *code, PyObject *result) {
  ThreadHook *hook = event_begin(INSIDE);
  if (interpreter_is_suspending(frame)) return suspend(hook, code, frame->f_frame);
  if (delegation_is_on(hook)) delegation_leaves(hook, frame->f_frame);
  return hand_on(hook, leave_event(hook, result), callee_key_of_code(code), code);
}

static inline int python_call(PyFrameObject *frame, bool filtered) {
  PyCodeObject *code = interpreter_code(frame);
  if (filtered && !filters_admit_running(code)) return 0;
  if (SP_UNLIKELY(interpreter_is_async(code))) return async_call(frame, code);
  ThreadHook *hook = event_begin(ENTERING);
  sp_event *event = interpreter_is_resumption(frame, code) ? hook->events.resume : hook->events.call;
  return hand_on(hook, event, callee_key_of_code(code), code);
}

// `result`: NULL when the frame is left by an exception (on 3.12 None, which a return of None gives as well).
static inline int python_leave(PyFrameObject *frame, PyObject *result, bool filtered) {
  PyCodeObject *code = interpreter_code(frame);
  if (filtered && !filters_admit_running(code)) return 0;
  if (SP_UNLIKELY(interpreter_is_async(code))) return async_leave(frame, code, result);
  ThreadHook *hook = event_begin(INSIDE);
  return hand_on(hook, leave_event(hook, result), callee_key_of_code(code), code);
}

static inline int native_call(PyFrameObject *frame, PyObject *function, bool filtered) {
  if (!session.options.builtins || !PyCFunction_Check(function)) return 0;
  if (filtered && !filters_admit_running(interpreter_code(frame))) return 0;
  ThreadHook *hook = event_begin(INSIDE);
  return hand_on(hook, hook->events.call, callee_key_of_native(function), function);
}

static inline int native_leave(PyFrameObject *frame, PyObject *function, bool filtered) {
  if (!PyCFunction_Check(function)) return 0;
  // WHY here: the new thread exists, and cannot run before this one lets go of the GIL.
  if (SP_UNLIKELY(threads_may_start_one(((PyCFunctionObject *)function)->m_ml))) threads_adopt_new();
  if (!session.options.builtins) return 0;
  if (filtered && !filters_admit_running(interpreter_code(frame))) return 0;
  ThreadHook *hook = event_begin(INSIDE);
  return hand_on(hook, hook->events.leave, callee_key_of_native(function), function);
}

static inline int event(PyFrameObject *frame, int what, PyObject *arg, bool filtered) {
  switch (what) {
  case PyTrace_CALL:
    return python_call(frame, filtered);
  case PyTrace_RETURN:
    return python_leave(frame, arg, filtered);
  case PyTrace_C_CALL:
    return native_call(frame, arg, filtered);
  case PyTrace_C_RETURN:
  case PyTrace_C_EXCEPTION:
    return native_leave(frame, arg, filtered);
  default:
    return 0;
  }
}

int setprofile_event(PyObject *Py_UNUSED(self), PyFrameObject *frame, int what, PyObject *arg) {
  return event(frame, what, arg, false);
}

int setprofile_event_filtered(PyObject *Py_UNUSED(self), PyFrameObject *frame, int what, PyObject *arg) {
  return event(frame, what, arg, true);
}
