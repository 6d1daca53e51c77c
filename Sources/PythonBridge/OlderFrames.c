#include "OlderFrames.h"

#include "Monitoring.h"
#include "ThreadFrames.h"

#if PY_VERSION_HEX >= 0x030c0000

// WHY: since 3.12 events come from code that has been made ready for them. The interpreter does that when code is called,
// and for the frames on the stacks of all threads when a tool asks for events (CPython, Python/instrumentation.c,
// instrument_all_executing_code_objects). The stack of a greenlet that did not run then is none of these: what goes on
// there would be silent until it calls something, and its returns for ever. Changing the events that one code object has
// of its own makes it ready at once.

static int spare_id = -1; // of sys.monitoring, for the backend that has none

static PyObject *call(const char *method, const char *format, ...) {
  PyObject *monitoring = PySys_GetObject("monitoring"); // borrowed
  PyObject *function = monitoring != NULL ? PyObject_GetAttrString(monitoring, method) : NULL;
  va_list arguments;
  va_start(arguments, format);
  PyObject *tuple = function != NULL ? Py_VaBuildValue(format, arguments) : NULL;
  va_end(arguments);
  PyObject *result = tuple != NULL ? PyObject_CallObject(function, tuple) : NULL;
  Py_XDECREF(tuple);
  Py_XDECREF(function);
  if (result == NULL) PyErr_Clear();
  return result;
}

static bool take_spare_id(void) {
  for (int id = 5; id >= 0 && spare_id < 0; id--) {
    PyObject *holder = call("get_tool", "(i)", id);
    PyObject *taken = holder == Py_None ? call("use_tool_id", "(is)", id, "swiftprof") : NULL;
    if (taken != NULL) spare_id = id;
    Py_XDECREF(taken);
    Py_XDECREF(holder);
  }
  return spare_id >= 0;
}

static void make_ready(PyCodeObject *code) {
  if (session.backend == &monitoring_backend) {
    if (monitoring_set_local_events(code, true) < 0 || monitoring_set_local_events(code, false) < 0) PyErr_Clear();
  } else if (take_spare_id()) {
    Py_XDECREF(call("set_local_events", "(iOi)", spare_id, code, 1));
    Py_XDECREF(call("set_local_events", "(iOi)", spare_id, code, 0));
  }
}

static void make_frames_ready(PyThreadState *thread) {
  PyFrameObject *frame = PyThreadState_GetFrame(thread);
  while (frame != NULL) {
    PyCodeObject *code = PyFrame_GetCode(frame);
    make_ready(code);
    Py_DECREF(code);
    PyFrameObject *caller = PyFrame_GetBack(frame);
    Py_DECREF(frame);
    frame = caller;
  }
}

void older_frames_stop(void) {
  if (spare_id < 0) return;
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  Py_XDECREF(call("free_tool_id", "(i)", spare_id));
  spare_id = -1;
  PyErr_Restore(type, value, traceback);
}

#else

static void make_frames_ready(PyThreadState *Py_UNUSED(thread)) {}
void older_frames_stop(void) {}

#endif

void older_frames_enter(sp_recorder *recorder, int skipped) {
  PyThreadState *thread = PyThreadState_Get();
  if (!session.options.only_new_calls) thread_frames_enter(recorder, thread, skipped);
  make_frames_ready(thread);
}
