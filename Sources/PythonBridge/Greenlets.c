#include "Greenlets.h"

#include "Event.h"
#include "GreenletLibrary.h"
#include "OlderFrames.h"
#include "SetProfile.h"
#include "Texts.h"
#include "ThreadFrames.h"

// ---- from a switch to the core

static uint64_t id_of(PyObject *greenlet) { return (uint64_t)(uintptr_t)greenlet; }

static void tell_name(sp_recorder *recorder, PyObject *greenlet) {
  PyObject *name = greenlet_name(greenlet), *owner;
  sp_text text = text_of(name, &owner);
  sp_recorder_name_greenlet(recorder, text);
  Py_XDECREF(owner);
  Py_XDECREF(name);
  PyErr_Clear();
}

// The stack that the recorder has is this greenlet's, which runs.
static void tell_running(sp_recorder *recorder, PyObject *greenlet) {
  sp_recorder_switch(recorder, id_of(greenlet), false, id_of(greenlet));
  tell_name(recorder, greenlet);
}

static bool arms_threads(void) { return session.options.targeted && session.backend == &setprofile_backend; }

// Targets that are recorded with all below them: whether one is open is each greenlet's own, see Targets.h, TargetCall.c.
static uint32_t below(const ThreadHook *hook) {
  return arms_threads() ? setprofile_is_on(PyThreadState_Get()) : hook->below_depth;
}

static void set_below(ThreadHook *hook, uint32_t below) {
  if (!arms_threads()) {
    hook->below_depth = below;
  } else if (setprofile_is_on(PyThreadState_Get()) != (below != 0)) {
    if ((below ? setprofile_arm() : setprofile_disarm()) < 0) PyErr_Clear();
  }
}

static void tell_switch(ThreadHook *hook, PyObject *origin, PyObject *target) {
  sp_stack_state *on_stack = &hook->recorder->on_stack;
  on_stack->host_word = below(hook);
  bool is_new = sp_recorder_switch(hook->recorder, id_of(origin), greenlet_is_dead(origin), id_of(target));
  set_below(hook, on_stack->host_word);
  if (is_new) {
    if (!session.options.targeted) older_frames_enter(hook->recorder, 0);
    tell_name(hook->recorder, target);
  }
}

// `pair`: the greenlet that was left and the one that runs now.
static void record(PyObject *pair) {
  PyObject *origin = PyTuple_GET_ITEM(pair, 0), *target = PyTuple_GET_ITEM(pair, 1);
  ThreadHook *own = thread_hook_own;
  if (own->serial != session.serial && thread_hook_is_recorded(own)) own->serial = session.serial; // settled here
  bool first = own->serial != session.serial;
  ThreadHook *hook = event_begin(INSIDE);
  if (hook->recorder != NULL && !greenlets_are_watched(hook)) {
    // A trace function that an earlier recording has left here. The frames that have been entered are those of who ran
    // until now; but those of who runs from now on, if that was done just now.
    hook->greenlets_serial = session.serial;
    tell_running(hook->recorder, first ? target : origin);
  }
  if (hook->recorder != NULL) tell_switch(hook, origin, target);
  event_end(hook);
}

// ---- the trace function: one for each thread, since each stands before another

typedef struct GreenletTrace {
  PyObject_HEAD vectorcallfunc vectorcall;
  PyObject *previous; // owned, or NULL
  bool forwarding;
} GreenletTrace;

static PyTypeObject GreenletTrace_Type;

// Owned, NULL for none. No exception is left.
static PyObject *present_trace(void) {
  PyObject *present = PyObject_CallNoArgs(greenlet_library.gettrace);
  if (present == NULL) PyErr_Clear();
  if (present == Py_None) Py_CLEAR(present);
  return present;
}

static void set_trace(PyObject *trace) {
  PyObject *old = PyObject_CallOneArg(greenlet_library.settrace, trace != NULL ? trace : Py_None);
  if (old == NULL) PyErr_Clear();
  Py_XDECREF(old);
}

// The recording is over, and the thread runs on. Not if somebody else calls us: then we only hand on.
static void give_back(GreenletTrace *trace) {
  bool known = greenlet_library_find();
  PyObject *present = known ? present_trace() : NULL;
  if (present == (PyObject *)trace) set_trace(trace->previous);
  Py_XDECREF(present);
  if (known && session.recording == NULL) greenlet_library_let_go();
}

// WHY the flag: a trace function that is set again while ours is in place has ours before it, and is before ours.
static PyObject *forward(GreenletTrace *trace, PyObject *const *arguments, size_t count, PyObject *names) {
  if (trace->previous == NULL || trace->forwarding) Py_RETURN_NONE;
  trace->forwarding = true;
  PyObject *previous = Py_NewRef(trace->previous);
  PyObject *result = PyObject_Vectorcall(previous, arguments, count, names);
  Py_DECREF(previous);
  trace->forwarding = false;
  return result;
}

static PyObject *on_switch(PyObject *self, PyObject *const *arguments, size_t flags, PyObject *names) {
  GreenletTrace *trace = (GreenletTrace *)self;
  bool fits = PyVectorcall_NARGS(flags) == 2 && PyTuple_Check(arguments[1]) && PyTuple_GET_SIZE(arguments[1]) == 2;
  Py_INCREF(self);
  if (session.recording == NULL) {
    give_back(trace);
  } else if (fits && greenlet_library_find()) {
    record(arguments[1]);
  }
  PyObject *result = forward(trace, arguments, flags, names);
  Py_DECREF(self);
  return result;
}

static int traverse(PyObject *self, visitproc visit, void *arg) {
  Py_VISIT(((GreenletTrace *)self)->previous);
  return 0;
}

static int clear(PyObject *self) {
  Py_CLEAR(((GreenletTrace *)self)->previous);
  return 0;
}

static void deallocate(PyObject *self) {
  PyObject_GC_UnTrack(self);
  clear(self);
  PyObject_GC_Del(self);
}

static PyTypeObject GreenletTrace_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "swiftprof._bridge.GreenletTrace",
    .tp_doc = "The trace function of greenlets on a thread that swiftprof profiles.",
    .tp_basicsize = sizeof(GreenletTrace),
    .tp_vectorcall_offset = offsetof(GreenletTrace, vectorcall),
    .tp_call = PyVectorcall_Call,
    .tp_traverse = traverse,
    .tp_clear = clear,
    .tp_dealloc = deallocate,
    .tp_flags =
        Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION,
};

int greenlets_prepare(void) { return PyType_Ready(&GreenletTrace_Type); }

// In front of what is there; nothing if that is one of ours.
static void install(void) {
  PyObject *present = present_trace();
  bool ours = present != NULL && Py_IS_TYPE(present, &GreenletTrace_Type);
  GreenletTrace *trace = ours ? NULL : PyObject_GC_New(GreenletTrace, &GreenletTrace_Type);
  if (trace == NULL) {
    Py_XDECREF(present);
    PyErr_Clear();
    return;
  }
  trace->vectorcall = on_switch;
  trace->previous = present;
  trace->forwarding = false;
  PyObject_GC_Track(trace);
  set_trace((PyObject *)trace);
  Py_DECREF(trace);
}

// ---- when

void greenlets_watch(ThreadHook *hook) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  PyObject *running = greenlet_library_find() ? PyObject_CallNoArgs(greenlet_library.getcurrent) : NULL;
  if (running != NULL) {
    install();
    hook->greenlets_serial = session.serial;
    tell_running(hook->recorder, running);
    Py_DECREF(running);
  }
  PyErr_Restore(type, value, traceback);
}

bool greenlets_are_loaded(void) { return greenlet_library_find(); }

// Stands for a greenlet that we do not know.
static const uint64_t unknown_id = 1;

// Whose frames are those that the recorder has open: among the running greenlet's parents, its hub one of them. New
// reference; NULL without an exception if it is none.
static PyObject *owner_of_open_frames(sp_recorder *recorder, PyObject *running) {
  PyObject *greenlet = greenlet_parent(running);
  while (greenlet != NULL) {
    PyObject *frame = greenlet_frame(greenlet);
    bool found = frame != NULL && thread_frames_are_open(recorder, (PyFrameObject *)frame, 0);
    Py_XDECREF(frame);
    if (found) return greenlet;
    PyObject *parent = greenlet_parent(greenlet);
    Py_DECREF(greenlet);
    greenlet = parent;
  }
  return NULL;
}

static void part(sp_recorder *recorder, PyObject *running, int skipped) {
  PyObject *owner = owner_of_open_frames(recorder, running);
  uint64_t id = owner != NULL ? id_of(owner) : unknown_id;
  sp_recorder_switch(recorder, id, false, id);
  if (owner != NULL) tell_name(recorder, owner);
  sp_recorder_switch(recorder, id, false, id_of(running));
  older_frames_enter(recorder, skipped);
  tell_name(recorder, running);
  Py_XDECREF(owner);
}

void greenlets_settle(ThreadHook *hook, Entering entering) {
  PyObject *running = greenlet_library_find() ? PyObject_CallNoArgs(greenlet_library.getcurrent) : NULL;
  PyFrameObject *frame = running != NULL ? PyThreadState_GetFrame(PyThreadState_Get()) : NULL;
  if (running != NULL) {
    int skipped = entering == ENTERING ? 1 : 0;
    install();
    hook->greenlets_serial = session.serial;
    if (thread_frames_are_open(hook->recorder, frame, skipped)) {
      tell_running(hook->recorder, running);
    } else {
      part(hook->recorder, running, skipped);
    }
  }
  Py_XDECREF(frame);
  Py_XDECREF(running);
  PyErr_Clear();
}

void greenlets_stop(void) {
  if (greenlet_library.type == NULL) return;
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  PyObject *present = present_trace();
  if (present != NULL && Py_IS_TYPE(present, &GreenletTrace_Type)) set_trace(((GreenletTrace *)present)->previous);
  Py_XDECREF(present);
  greenlet_library_let_go();
  PyErr_Restore(type, value, traceback);
}
