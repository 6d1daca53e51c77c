#include "Monitoring.h"

#if PY_VERSION_HEX >= 0x030c0000

#include "Describe.h"
#include "Targets.h"

// ---- callback objects: WHY a type of our own: a call of it goes straight to the C function

typedef struct Callback {
  PyObject_HEAD vectorcallfunc function;
} Callback;

static PyTypeObject Callback_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "swiftprof._bridge.Callback",
    .tp_doc = "A callback of swiftprof's for an event of sys.monitoring.",
    .tp_basicsize = sizeof(Callback),
    .tp_vectorcall_offset = offsetof(Callback, function),
    .tp_call = PyVectorcall_Call,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_DISALLOW_INSTANTIATION,
};

static PyObject *new_callback(vectorcallfunc function) {
  if (PyType_Ready(&Callback_Type) < 0) return NULL;
  Callback *callback = PyObject_New(Callback, &Callback_Type);
  if (callback != NULL) callback->function = function;
  return (PyObject *)callback;
}

// ---- sys.monitoring

static int tool_id = -1; // while installed

// Borrowed; NULL with an exception.
static PyObject *monitoring(void) {
  PyObject *module = PySys_GetObject("monitoring");
  if (module == NULL) PyErr_SetString(PyExc_RuntimeError, "sys.monitoring is gone");
  return module;
}

// Drops a result; -1 for NULL.
static int done(PyObject *result) {
  if (result == NULL) return -1;
  Py_DECREF(result);
  return 0;
}

// The bit of an event; -1 with an exception. WHY asked for: the bits moved in 3.14.
static long bit_of(const char *event) {
  PyObject *events = monitoring() != NULL ? PyObject_GetAttrString(monitoring(), "events") : NULL;
  PyObject *bit = events != NULL ? PyObject_GetAttrString(events, event) : NULL;
  long value = bit != NULL ? PyLong_AsLong(bit) : -1;
  Py_XDECREF(events);
  Py_XDECREF(bit);
  return value;
}

int monitoring_set_global_events(MonitoringMode mode, bool all) {
  long mask = 0;
  for (int i = 0; i < monitoring_event_count; i++) {
    const MonitoringEvent *event = &monitoring_events[i];
    if (event->native && !session.options.builtins) continue;
    // Targets have the others for themselves; these cannot be had for single code objects.
    if (mode == MONITORING_TARGETED && !all && (event->local || event->native)) continue;
    long bit = bit_of(event->name);
    if (bit < 0) return -1;
    mask |= bit;
  }
  return done(PyObject_CallMethod(monitoring(), "set_events", "il", tool_id, mask));
}

int monitoring_set_local_events(PyCodeObject *code, bool on) {
  long mask = 0;
  for (int i = 0; i < monitoring_event_count && on; i++) {
    if (!monitoring_events[i].local) continue;
    long bit = bit_of(monitoring_events[i].name);
    if (bit < 0) return -1;
    mask |= bit;
  }
  return done(PyObject_CallMethod(monitoring(), "set_local_events", "iOl", tool_id, code, mask));
}

// The profiler's own id; if another tool has it, the next one that is free.
static int take_tool_id(void) {
  static const int ids[] = {2, 3, 4, 5, 1, 0}; // 2: PROFILER_ID
  for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
    PyObject *holder = PyObject_CallMethod(monitoring(), "get_tool", "i", ids[i]);
    if (holder == NULL) return -1;
    bool is_free = holder == Py_None;
    Py_DECREF(holder);
    if (!is_free) continue;
    if (done(PyObject_CallMethod(monitoring(), "use_tool_id", "is", ids[i], "swiftprof")) < 0) return -1;
    tool_id = ids[i];
    return 0;
  }
  PyErr_SetString(PyExc_RuntimeError, "all tool ids of sys.monitoring are taken");
  return -1;
}

static int set_callback(const MonitoringEvent *event, PyObject *callback) {
  long bit = bit_of(event->name);
  if (bit < 0 || callback == NULL) return -1;
  return done(PyObject_CallMethod(monitoring(), "register_callback", "ilO", tool_id, bit, callback));
}

static vectorcallfunc callback_function(const MonitoringEvent *event, MonitoringMode mode) {
  bool plain = session.options.builtins || event->without_native[mode] == NULL;
  return plain ? event->callbacks[mode] : event->without_native[mode];
}

static int set_callbacks(MonitoringMode mode) {
  for (int i = 0; i < monitoring_event_count; i++) {
    PyObject *callback = new_callback(callback_function(&monitoring_events[i], mode));
    int failed = set_callback(&monitoring_events[i], callback);
    Py_XDECREF(callback);
    if (failed) return -1;
  }
  return 0;
}

static MonitoringMode wanted_mode(void) {
  if (session.options.targeted) return MONITORING_TARGETED;
  return session.options.filtered ? MONITORING_FILTERED : MONITORING_PLAIN;
}

// ---- the backend

// Whether the id is still ours; `*holder` is who has it, owned, or NULL.
static bool has_tool_id(PyObject **holder) {
  *holder = PyObject_CallMethod(monitoring(), "get_tool", "i", tool_id);
  if (*holder == NULL) PyErr_Clear();
  return *holder != NULL && PyUnicode_Check(*holder) && PyUnicode_CompareWithASCIIString(*holder, "swiftprof") == 0;
}

// WHY: 3.12 and 3.13 leave callbacks where they are when an id is freed. One of another tool is put back.
static void remove_callback(const MonitoringEvent *event) {
  long bit = bit_of(event->name);
  PyObject *old = PyObject_CallMethod(monitoring(), "register_callback", "ilO", tool_id, bit, Py_None);
  bool ours = old == NULL || old == Py_None || Py_IS_TYPE(old, &Callback_Type);
  if (!ours && set_callback(event, old) < 0) PyErr_Clear();
  Py_XDECREF(old);
  PyErr_Clear();
}

static void uninstall(void) {
  if (tool_id < 0) return;
  PyObject *type, *value, *traceback, *holder;
  PyErr_Fetch(&type, &value, &traceback);
  bool ours = has_tool_id(&holder);
  Py_XDECREF(holder);
  if (ours && done(PyObject_CallMethod(monitoring(), "set_events", "ii", tool_id, 0)) < 0) PyErr_Clear();
  targets_forget(ours);
  for (int i = 0; i < monitoring_event_count; i++) remove_callback(&monitoring_events[i]);
  if (ours && done(PyObject_CallMethod(monitoring(), "free_tool_id", "i", tool_id)) < 0) PyErr_Clear();
  tool_id = -1;
  PyErr_Restore(type, value, traceback);
}

static int install(void) {
  if (monitoring() == NULL) return -1;
  if (monitoring_disable == NULL) monitoring_disable = PyObject_GetAttrString(monitoring(), "DISABLE");
  if (monitoring_disable == NULL || take_tool_id() < 0) return -1;
  MonitoringMode mode = wanted_mode();
  // WHY restart: whoever had this id before may have switched events off at single places.
  if (set_callbacks(mode) < 0 || done(PyObject_CallMethod(monitoring(), "restart_events", NULL)) < 0 ||
      monitoring_set_global_events(mode, false) < 0) {
    uninstall();
    return -1;
  }
  return 0;
}

static void install_thread(PyThreadState *Py_UNUSED(thread)) {} // events are of the whole interpreter

static bool is_on(PyThreadState *Py_UNUSED(thread)) { return tool_id >= 0; }

static void note_displaced(PyObject *list) {
  PyObject *holder;
  if (tool_id < 0) return;
  bool ours = has_tool_id(&holder);
  PyObject *who =
      ours || holder == NULL ? NULL : PyUnicode_FromFormat("%S with id %d of sys.monitoring", holder, tool_id);
  PyObject *entry = who != NULL ? Py_BuildValue("(kO)", PyThreadState_Get()->thread_id, who) : NULL;
  if (entry != NULL) PyList_Append(list, entry);
  Py_XDECREF(entry);
  Py_XDECREF(who);
  Py_XDECREF(holder);
  PyErr_Clear();
}

static void *answer(void) { return Py_None; }

static sp_host host(ThreadHook *hook) { return describe_host(hook, Py_None); }

const Backend monitoring_backend = {
    .name = "monitoring",
    .why_usable = "sys.monitoring: the cheapest, sees every thread",
    .answer = answer,
    .host = host,
    .install = install,
    .uninstall = uninstall,
    .install_thread = install_thread,
    .is_on = is_on,
    .note_displaced = note_displaced,
};

#else

const Backend monitoring_backend = {.name = "monitoring", .why_not_usable = "needs CPython 3.12 or newer"};

#endif
