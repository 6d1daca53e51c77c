#include "Greenlets.h"

#include "Event.h"
#include "GreenletLibrary.h"
#include "GreenletTrace.h"
#include "OlderFrames.h"
#include "SetProfile.h"
#include "Texts.h"
#include "ThreadFrames.h"
#include "Timer.h"

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

// Whether a target is open that is recorded with all below it is each greenlet's own; see Targets.h, TargetCall.c.
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

void greenlets_record(PyObject *pair) {
  PyObject *origin = PyTuple_GET_ITEM(pair, 0), *target = PyTuple_GET_ITEM(pair, 1);
  timer_read();
  if (session.recording == NULL) return; // the timer let another thread run
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

// ---- when

void greenlets_watch(ThreadHook *hook) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  PyObject *running = greenlet_library_find() ? PyObject_CallNoArgs(greenlet_library.getcurrent) : NULL;
  if (running != NULL) {
    greenlet_trace_install();
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
    greenlet_trace_install();
    hook->greenlets_serial = session.serial;
    // Of targets no frame is entered but by its call.
    if (session.options.targeted || thread_frames_are_open(hook->recorder, frame, skipped)) {
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
  greenlet_trace_remove();
  greenlet_library_let_go();
  PyErr_Restore(type, value, traceback);
}
