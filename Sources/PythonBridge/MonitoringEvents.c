// HOT. The callbacks: from the interpreter's event to one call into the core, which is the last thing done.
//
// They get (code, offset, ...) as CPython documents for each event in "sys.monitoring", and give back None, which is
// immortal, or DISABLE. None of them ever fails: an error from a callback would be raised in the user's program.
#include "Monitoring.h"

#if PY_VERSION_HEX >= 0x030c0000

#include "Callees.h"
#include "Delegation.h"
#include "Event.h"
#include "Filters.h"
#include "Targets.h"
#include "Tasks.h"
#include "Threads.h"

PyObject *monitoring_disable;

// ---- whose events are recorded

typedef enum Verdict {
  RECORD,
  SKIP,      // not this time
  SWITCH_OFF // never, in this recording
} Verdict;

static inline Verdict verdict(MonitoringMode mode, PyCodeObject *code) {
  if (mode == MONITORING_PLAIN) return RECORD;
  if (mode == MONITORING_TARGETED && !targets_want(code)) {
    targets_skip();
    return SKIP;
  }
  return filters_admit_running(code) ? RECORD : SWITCH_OFF;
}

// DISABLE is for local events only: from others it raises (CPython 3.12 to 3.14, Python/instrumentation.c).
#define RETURN_UNLESS_RECORDED(mode, code)                                    \
  do {                                                                        \
    Verdict found = verdict(mode, code);                                      \
    if (found != RECORD) return found == SKIP ? Py_None : monitoring_disable; \
  } while (0)
#define RETURN_NONE_UNLESS_RECORDED(mode, code)        \
  do {                                                 \
    if (verdict(mode, code) != RECORD) return Py_None; \
  } while (0)

static inline PyCodeObject *code_of(PyObject *const *arguments) { return (PyCodeObject *)arguments[0]; }

// ---- Python functions

static inline PyObject *call(PyCodeObject *code) {
  ThreadHook *hook = event_begin(ENTERING);
  return event_hand_on(hook, hook->events.call, callee_key_of_code(code), code);
}

static inline PyObject *bare_call(PyCodeObject *code) {
  ThreadHook *hook = event_begin(ENTERING);
  return event_hand_on(hook, hook->events.bare_call, callee_key_of_code(code), code);
}

static inline PyObject *resume_frame(PyCodeObject *code) {
  ThreadHook *hook = event_begin(ENTERING);
  return event_hand_on(hook, hook->events.resume, callee_key_of_code(code), code);
}

static inline PyObject *leave(PyCodeObject *code) {
  ThreadHook *hook = event_begin(INSIDE);
  return event_hand_on(hook, hook->events.leave, callee_key_of_code(code), code);
}

static inline PyObject *leave_by_exception(PyCodeObject *code) {
  ThreadHook *hook = event_begin(INSIDE);
  return event_hand_on(hook, hook->events.unwind, callee_key_of_code(code), code);
}

// WHY apart from `call`: a function pays for coroutines with one test of a flag.
static __attribute__((noinline)) PyObject *start_async(PyCodeObject *code) {
  PyObject *answer = call(code);
  tasks_note_start(interpreter_running_frame(PyThreadState_Get()));
  return answer;
}

static inline PyObject *enter_fresh(PyCodeObject *code) {
  return SP_UNLIKELY(interpreter_is_async(code)) ? start_async(code) : call(code);
}

// ---- calls that a CALL event has announced, and those that none has: the two cost differently

// The code that this thread's last CALL event of a Python function was for; NULL: its start has been seen. WHY the code
// and not a flag: a start may not come (filters, generators), and another function's must not be taken for it.
static _Thread_local PyCodeObject *announced __attribute__((tls_model("initial-exec")));

static inline PyObject *announce(PyObject *function) {
  announced = (PyCodeObject *)((PyFunctionObject *)function)->func_code;
  return Py_None;
}

// A generator's start comes with its first value, when another function may have been announced since.
static __attribute__((noinline)) PyObject *start_unannounced(PyCodeObject *code) {
  if (code->co_flags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR)) return enter_fresh(code);
  return bare_call(code);
}

// WHY not from the interpreter: asking it for the thread is a call.
static inline InterpreterFrame *running_frame(const ThreadHook *hook) {
  return SP_LIKELY(hook->state != NULL) ? interpreter_running_frame(hook->state) : NULL;
}

static inline PyObject *awaken(PyCodeObject *code, bool thrown_into) {
  ThreadHook *hook = event_begin(ENTERING);
  InterpreterFrame *frame = running_frame(hook);
  if (delegation_is_on(hook) && delegation_reaches(hook, frame)) {
    event_end(hook);
    return Py_None;
  }
  if (thrown_into) delegation_begin(hook, frame);
  return event_hand_on_frame(hook, hook->events.awaken, callee_key_of_code(code), code, frame);
}

static inline PyObject *enter_again(PyCodeObject *code, bool thrown_into) {
  return interpreter_is_async(code) ? awaken(code, thrown_into) : resume_frame(code);
}

static __attribute__((noinline)) PyObject *suspend_delegating(ThreadHook *hook, PyCodeObject *code,
                                                              InterpreterFrame *frame) {
  hook->events.suspend(hook->recorder, callee_key_of_code(code), code, (uint64_t)(uintptr_t)frame);
  delegation_suspends(hook, frame);
  event_end(hook);
  return Py_None;
}

static inline PyObject *suspend(PyCodeObject *code) {
  if (!interpreter_is_async(code)) return leave(code);
  ThreadHook *hook = event_begin(INSIDE);
  InterpreterFrame *frame = running_frame(hook);
  if (delegation_is_on(hook)) return suspend_delegating(hook, code, frame);
  return event_hand_on_frame(hook, hook->events.suspend, callee_key_of_code(code), code, frame);
}

static inline PyObject *start(MonitoringMode mode, PyObject *const *arguments) {
  if (mode == MONITORING_TARGETED) targets_enter(code_of(arguments));
  RETURN_UNLESS_RECORDED(mode, code_of(arguments));
  return enter_fresh(code_of(arguments));
}

// Where CALL events are told of all code that is recorded.
static inline PyObject *start_announced(MonitoringMode mode, PyObject *const *arguments) {
  PyCodeObject *code = code_of(arguments);
  bool is_announced = announced == code;
  announced = NULL;
  RETURN_UNLESS_RECORDED(mode, code);
  return SP_LIKELY(is_announced) ? enter_fresh(code) : start_unannounced(code);
}

static inline PyObject *resume(MonitoringMode mode, PyObject *const *arguments) {
  if (mode == MONITORING_TARGETED) targets_enter(code_of(arguments));
  RETURN_UNLESS_RECORDED(mode, code_of(arguments));
  return enter_again(code_of(arguments), false);
}

static inline PyObject *leave_locally(MonitoringMode mode, PyObject *const *arguments) {
  RETURN_UNLESS_RECORDED(mode, code_of(arguments));
  if (mode != MONITORING_TARGETED) return leave(code_of(arguments));
  leave(code_of(arguments));
  targets_leave(code_of(arguments));
  return Py_None;
}

static inline PyObject *suspend_locally(MonitoringMode mode, PyObject *const *arguments) {
  RETURN_UNLESS_RECORDED(mode, code_of(arguments));
  if (mode != MONITORING_TARGETED) return suspend(code_of(arguments));
  suspend(code_of(arguments));
  targets_leave(code_of(arguments));
  return Py_None;
}

// A frame into which an exception is thrown goes on where it was suspended. One that never ran begins, and stands
// before the code's first RESUME instruction.
static inline PyObject *throw(MonitoringMode mode, PyObject *const *arguments) {
  PyCodeObject *code = code_of(arguments);
  if (mode == MONITORING_TARGETED) targets_enter(code);
  RETURN_NONE_UNLESS_RECORDED(mode, code);
  long offset = PyLong_AsLong(arguments[1]);
  bool begun = offset > code->_co_firsttraceable * (long)sizeof(_Py_CODEUNIT);
  return begun ? enter_again(code, true) : enter_fresh(code);
}

// Without a start before it when an asynchronous exception strikes: the core compares the code object.
static inline PyObject *unwind(MonitoringMode mode, PyObject *const *arguments) {
  RETURN_NONE_UNLESS_RECORDED(mode, code_of(arguments));
  if (mode != MONITORING_TARGETED) return leave_by_exception(code_of(arguments));
  leave_by_exception(code_of(arguments));
  targets_leave(code_of(arguments));
  return Py_None;
}

// ---- C functions: (code, offset, callable, first argument)

// Whether a callable of another kind is recorded: neither Python functions nor what else is no matter of ours, types
// among them unless they are asked for.
static bool is_recorded(PyObject *callable) {
  if (PyType_Check(callable)) return session.options.types;
  return PyCFunction_Check(callable) || Py_IS_TYPE(callable, &PyMethodDescr_Type);
}

static sp_key key_of_native(PyObject *callable) {
  if (Py_IS_TYPE(callable, &PyMethodDescr_Type)) return callee_key_of_descriptor(callable);
  return PyType_Check(callable) ? callee_key_of_type(callable) : callee_key_of_native(callable);
}

static inline PyObject *hand_on_native(PyObject *callable, sp_key key, bool enters) {
  ThreadHook *hook = event_begin(INSIDE);
  return event_hand_on(hook, enters ? hook->events.call : hook->events.leave, key, callable);
}

// WHY twice: 3.12 turns its text in one instruction if nobody watches, and only then; that adds about as much again.
static inline bool counts_twice(PyObject *callable) {
  return PY_VERSION_HEX < 0x030d0000 && callable == (PyObject *)&PyUnicode_Type;
}

static PyObject *note_unrecorded(PyObject *callable) {
  ThreadHook *hook = event_begin(INSIDE);
  if (counts_twice(callable)) hook->events.note_unrecorded(hook->recorder, 0, NULL);
  bool is_super = callable == (PyObject *)&PySuper_Type;
  return event_hand_on(hook, is_super ? hook->events.note_super : hook->events.note_unrecorded, 0, NULL);
}

static PyObject *unusual_native_event(PyObject *callable, bool enters) {
  // Bound methods: on 3.12 and 3.13 only the return of a C function names the function itself, and the call of a
  // Python function names its method.
  while (Py_IS_TYPE(callable, &PyMethod_Type)) callable = PyMethod_GET_FUNCTION(callable);
  if (Py_IS_TYPE(callable, &PyFunction_Type)) return enters ? announce(callable) : Py_None;
  if (is_recorded(callable)) return hand_on_native(callable, key_of_native(callable), enters);
  return enters ? note_unrecorded(callable) : Py_None;
}

// WHY always: then each of its two callers has no test of `enters`.
static inline __attribute__((always_inline)) PyObject *native_event(PyObject *callable, bool enters) {
  PyTypeObject *type = Py_TYPE(callable);
  if (type == &PyFunction_Type) return enters ? announce(callable) : Py_None; // it has events of its own
  if (type == &PyMethodDescr_Type) return hand_on_native(callable, callee_key_of_descriptor(callable), enters);
  if (SP_UNLIKELY(type != &PyCFunction_Type)) return unusual_native_event(callable, enters);
  // WHY here: the new thread exists, and cannot run before this one lets go of the GIL.
  if (!enters && SP_UNLIKELY(threads_may_start_one(((PyCFunctionObject *)callable)->m_ml))) threads_adopt_new();
  return hand_on_native(callable, callee_key_of_native(callable), enters);
}

static inline PyObject *native_call(MonitoringMode mode, PyObject *const *arguments) {
  RETURN_UNLESS_RECORDED(mode, code_of(arguments));
  return native_event(arguments[2], true);
}

static inline PyObject *native_leave(MonitoringMode mode, PyObject *const *arguments) {
  RETURN_NONE_UNLESS_RECORDED(mode, code_of(arguments));
  return native_event(arguments[2], false);
}

// ---- the table

#define CALLBACK(function, mode, suffix)                                                           \
  static PyObject *on_##function##_##suffix(PyObject *Py_UNUSED(self), PyObject *const *arguments, \
                                            size_t Py_UNUSED(count), PyObject *Py_UNUSED(names)) { \
    return function(mode, arguments);                                                              \
  }
#define CALLBACKS(function)                         \
  CALLBACK(function, MONITORING_PLAIN, plain)       \
  CALLBACK(function, MONITORING_FILTERED, filtered) \
  CALLBACK(function, MONITORING_TARGETED, targeted)
#define FUNCTIONS(function) {on_##function##_plain, on_##function##_filtered, on_##function##_targeted}

CALLBACKS(start)
CALLBACK(start_announced, MONITORING_PLAIN, plain)
CALLBACK(start_announced, MONITORING_FILTERED, filtered)
CALLBACKS(resume)
CALLBACKS(leave_locally)
CALLBACKS(suspend_locally)
CALLBACKS(throw)
CALLBACKS(unwind)
CALLBACKS(native_call)
CALLBACKS(native_leave)

const MonitoringEvent monitoring_events[] = {
    {"PY_START",
     {on_start_announced_plain, on_start_announced_filtered, on_start_targeted},
     .without_native = FUNCTIONS(start),
     .local = true},
    {"PY_RESUME", FUNCTIONS(resume), .local = true},
    {"PY_RETURN", FUNCTIONS(leave_locally), .local = true},
    {"PY_YIELD", FUNCTIONS(suspend_locally), .local = true},
    {"PY_THROW", FUNCTIONS(throw)},
    {"PY_UNWIND", FUNCTIONS(unwind)},
    {"CALL", FUNCTIONS(native_call), .native = true},
    {"C_RETURN", FUNCTIONS(native_leave), .native = true},
    {"C_RAISE", FUNCTIONS(native_leave), .native = true},
};
const int monitoring_event_count = sizeof monitoring_events / sizeof *monitoring_events;

#endif
