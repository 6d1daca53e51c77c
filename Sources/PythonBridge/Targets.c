#include "Targets.h"

#include "Event.h"
#include "Monitoring.h"

#if PY_VERSION_HEX >= 0x030c0000

#include <stdatomic.h>

// Threads that are inside of a target which is recorded with all below it.
static atomic_uint threads_below;
// Whether events of all code are to be on. WHY they stay on for a while behind the last target: to switch them costs
// some 10 us, as much as some hundred events that are skipped. So a target that is called again soon pays for neither,
// and one that is not pays at most twice.
static atomic_bool all_wanted;
static atomic_uint skipped;
enum {
  SKIPPED_BEFORE_OFF = 500
};
static PyObject *codes_on; // owned list of the targets

int targets_add(PyObject *codes, bool below) {
  if (codes_on == NULL) codes_on = PyList_New(0);
  PyObject *list = codes_on != NULL ? PySequence_Fast(codes, "codes are a sequence of code objects") : NULL;
  if (list == NULL) return -1;
  int failed = 0;
  for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(list) && !failed; i++) {
    PyCodeObject *code = (PyCodeObject *)PySequence_Fast_GET_ITEM(list, i);
    CodeRecord *record = PyCode_Check(code) ? code_record_of(code) : NULL;
    failed =
        record == NULL || PyList_Append(codes_on, (PyObject *)code) < 0 || monitoring_set_local_events(code, true) < 0;
    if (failed) break;
    record->target_below = below;
    record->target_serial = session.serial;
  }
  Py_DECREF(list);
  if (failed && !PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, "targets are code objects");
  return failed ? -1 : 0;
}

void targets_renew(void) {
  for (Py_ssize_t i = codes_on != NULL ? PyList_GET_SIZE(codes_on) : 0; i-- > 0;) {
    CodeRecord *record = code_record_of((PyCodeObject *)PyList_GET_ITEM(codes_on, i));
    if (record != NULL) record->target_serial = session.serial;
  }
}

void targets_forget(bool has_tool_id) {
  atomic_store(&threads_below, 0);
  atomic_store(&all_wanted, false);
  for (Py_ssize_t i = has_tool_id && codes_on != NULL ? PyList_GET_SIZE(codes_on) : 0; i-- > 0;) {
    if (monitoring_set_local_events((PyCodeObject *)PyList_GET_ITEM(codes_on, i), false) < 0) PyErr_Clear();
  }
  Py_CLEAR(codes_on);
}

static bool is_recorded_below(PyCodeObject *code) {
  CodeRecord *record = code_record_of(code);
  return targets_is_one(record) && record->target_below;
}

// WHY a loop: without the GIL another thread may enter or leave meanwhile, and whoever comes last must be right.
static void switch_all_events(void) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  bool on;
  do {
    on = atomic_load(&all_wanted);
    if (monitoring_set_global_events(MONITORING_TARGETED, on) < 0) PyErr_Clear();
  } while (on != atomic_load(&all_wanted));
  PyErr_Restore(type, value, traceback);
}

void targets_enter(PyCodeObject *code) {
  if (!is_recorded_below(code)) return;
  ThreadHook *hook = event_begin(ENTERING);
  bool outermost = thread_hook_is_recorded(hook) && hook->below_depth++ == 0;
  event_end(hook);
  if (!outermost) return;
  atomic_fetch_add(&threads_below, 1); // before the next line: see targets_skip
  if (!atomic_exchange(&all_wanted, true)) switch_all_events();
}

void targets_leave(PyCodeObject *code) {
  if (!is_recorded_below(code)) return;
  ThreadHook *hook = event_begin(INSIDE);
  bool inside = thread_hook_is_recorded(hook) && hook->below_depth > 0;
  bool last = inside && --hook->below_depth == 0 && atomic_fetch_sub(&threads_below, 1) == 1;
  event_end(hook);
  if (last) atomic_store(&skipped, 0);
}

void targets_skip(void) {
  if (!atomic_load_explicit(&all_wanted, memory_order_relaxed) || atomic_load(&threads_below) > 0) return;
  if (atomic_fetch_add_explicit(&skipped, 1, memory_order_relaxed) != SKIPPED_BEFORE_OFF) return;
  atomic_store(&all_wanted, false);
  if (atomic_load(&threads_below) > 0) atomic_store(&all_wanted, true); // somebody came in, and saw it on
  switch_all_events();
}

#else

int targets_add(PyObject *Py_UNUSED(codes), bool Py_UNUSED(below)) {
  PyErr_SetString(PyExc_RuntimeError, "events of single code objects need CPython 3.12 or newer");
  return -1;
}

void targets_renew(void) {}

#endif
