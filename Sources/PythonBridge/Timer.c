#include "Timer.h"

#include <math.h>
#include <pthread.h>

#include "ThreadHook.h"

typedef struct Timer {
  PyObject *callable; // owned; NULL: the clocks of the core are used
  bool counts_units;
} Timer;

static Timer timer;

// What it said on this thread.
static _Thread_local struct {
  uint64_t serial; // session.serial that the others are for
  int64_t value;   // what it said last ...
  uint64_t ticks;  // ... and how far it has come since it was read first
  bool running;
} reading;

// WHY a limit: sums over threads and functions stay far below what a number holds, whatever nonsense the timer says. It is
// 104 days in nanoseconds, and up to there each tick counts in a double.
static const uint64_t most_ticks = 1ull << 53;

#ifdef Py_GIL_DISABLED
static pthread_mutex_t timer_lock = PTHREAD_MUTEX_INITIALIZER;
static void lock_timer(void) { pthread_mutex_lock(&timer_lock); }
static void unlock_timer(void) { pthread_mutex_unlock(&timer_lock); }
#else
static void lock_timer(void) {}
static void unlock_timer(void) {}
#endif

// Gives the old one, to be let go of.
static PyObject *exchange(Timer other) {
  lock_timer();
  PyObject *old = timer.callable;
  timer = other;
  unlock_timer();
  return old;
}

// With a reference of the caller's own. WHY: another thread may stop the recording while the timer runs.
static Timer borrow(void) {
  lock_timer();
  Timer now = timer;
  Py_XINCREF(now.callable);
  unlock_timer();
  return now;
}

void timer_set(PyObject *callable, double unit) { Py_XDECREF(exchange((Timer){Py_XNewRef(callable), unit > 0})); }

void timer_drop(void) { Py_XDECREF(exchange((Timer){0})); }

bool timer_is_running(void) { return reading.running; }

int timer_refuse(const char *what) {
  if (!reading.running) return 0;
  PyErr_Format(PyExc_RuntimeError, "the recording cannot be %s by its own timer", what);
  return -1;
}

// ---- what it says

// A number of units. -1 with an exception, which is not all that -1 may mean: as PyLong_AsLongLong.
static int64_t units_of(PyObject *said) {
  if (PyIndex_Check(said)) return PyLong_AsLongLong(said);
  PyErr_Format(PyExc_TypeError, "a timer with a timeunit gives an int, not %s", Py_TYPE(said)->tp_name);
  return -1;
}

static int64_t too_large(void) {
  PyErr_SetString(PyExc_OverflowError, "the timer's seconds are too many to be counted in nanoseconds");
  return -1;
}

static int64_t nanoseconds_of_float(double seconds) {
  if (isnan(seconds)) {
    PyErr_SetString(PyExc_ValueError, "the timer gives nan, which is no time");
    return -1;
  }
  double nanoseconds = floor(seconds * 1e9);
  if (!(nanoseconds >= -0x1p63 && nanoseconds < 0x1p63)) return too_large();
  return (int64_t)nanoseconds;
}

static int64_t nanoseconds_of(PyObject *said) {
  if (PyFloat_Check(said)) return nanoseconds_of_float(PyFloat_AS_DOUBLE(said));
  if (!PyIndex_Check(said)) {
    PyErr_Format(PyExc_TypeError, "a timer gives seconds as a float or int, not %s", Py_TYPE(said)->tp_name);
    return -1;
  }
  int64_t nanoseconds, seconds = PyLong_AsLongLong(said);
  if (seconds == -1 && PyErr_Occurred()) return -1;
  return __builtin_mul_overflow(seconds, 1000000000, &nanoseconds) ? too_large() : nanoseconds;
}

// A timer that was set back goes on from where it is: nothing has passed meanwhile.
static void advance(int64_t value) {
  if (reading.serial != session.serial) {
    reading.serial = session.serial;
    reading.ticks = 0;
  } else if (value > reading.value) {
    uint64_t passed = (uint64_t)value - (uint64_t)reading.value;
    uint64_t left = most_ticks - reading.ticks;
    reading.ticks += passed < left ? passed : left;
  }
  reading.value = value;
}

static void tell_core(void) {
  ThreadHook *hook = thread_hook_own;
  if (!hook->bound) return;
  bool inside = thread_hook_enter_event(hook);
  bool fits = thread_hook_is_recorded(hook) && reading.serial == session.serial;
  if (fits) hook->recorder->timer_tick = reading.ticks;
  if (!inside) thread_hook_leave_event(hook);
}

// A failure leaves things as they are: no time has passed.
static void take(PyObject *said, const Timer *from) {
  int64_t value = said == NULL ? -1 : from->counts_units ? units_of(said) : nanoseconds_of(said);
  if (value == -1 && PyErr_Occurred()) {
    PyErr_WriteUnraisable(from->callable);
  } else {
    advance(value);
    tell_core();
  }
}

// WHY in the hook as well: other threads see it there. A thread without one is recorded by nobody. Gives what was there.
static bool set_asking(bool asking) {
  ThreadHook *hook = thread_hook_own;
  bool before = hook->labelling.asking;
  if (hook->bound) hook->labelling.asking = asking;
  return before;
}

void timer_read(void) {
  Timer own = reading.running ? (Timer){0} : borrow();
  if (own.callable == NULL) return;
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  reading.running = true;
  bool asking = set_asking(true);
  PyObject *said = PyObject_CallNoArgs(own.callable);
  take(said, &own);
  Py_XDECREF(said);
  Py_DECREF(own.callable);
  set_asking(asking);
  reading.running = false;
  PyErr_Restore(type, value, traceback);
}
