// Start, stop, snapshot, clear: the states of the one recording.
#include "Session.h"

#include <pthread.h>

#include "Callees.h"
#include "Collections.h"
#include "Threads.h"

Session session;

static PyObject *raise(sp_error *error) {
  PyErr_SetString(error->code == SP_ERROR_MEMORY ? PyExc_MemoryError : PyExc_ValueError, error->message);
  return NULL;
}

static sp_recording *new_recording(void) {
  sp_error error = {0};
  sp_recording_options options = {
      .max_nodes = session.options.max_nodes,
      .event_pair_cost_ns = session.event_pair_cost_ns,
  };
  sp_recording *recording = sp_recording_create(&options, &error);
  if (recording == NULL) raise(&error);
  return recording;
}

// Everything but the threads' hooks.
static void forget(void) {
  sp_recording *recording = session.recording;
  session.recording = NULL;
  if (recording != NULL) sp_recording_free(recording);
  Py_CLEAR(session.kept);
}

// In the child of a fork, on its one thread.
static void note_fork(void) {
  if (session.recording != NULL) sp_recording_note_fork(session.recording);
}

int session_prepare(void) {
  static bool prepared;
  if (!prepared && pthread_atfork(NULL, NULL, note_fork) != 0) {
    PyErr_NoMemory();
    return -1;
  }
  prepared = true;
  sp_prepare();
  return 0;
}

int session_start(StartOptions options) {
  session.options = options;
  session.events = sp_event_functions_get();
  if (callees_prepare() < 0) return -1;
  session.recording = new_recording();
  if (session.recording == NULL) return -1;
  collections_register();
  session.kept = PyList_New(0);
  Py_XSETREF(session.displaced, PyList_New(0));
  if (session.kept == NULL || session.displaced == NULL || threads_hook() < 0 || collections_hook() < 0) {
    session_discard();
    return -1;
  }
  return 0;
}

sp_snapshot *session_snapshot(void) {
  threads_adopt_new();
  threads_refresh_names();
  sp_error error = {0};
  sp_snapshot *snapshot = sp_snapshot_take(session.recording, false, &error);
  if (snapshot == NULL) raise(&error);
  return snapshot;
}

sp_snapshot *session_stop(void) {
  threads_refresh_names();
  sp_error error = {0};
  sp_snapshot *snapshot = sp_snapshot_take(session.recording, true, &error);
  if (snapshot == NULL) {
    raise(&error);
    return NULL;
  }
  threads_note_displaced();
  session_discard();
  return snapshot;
}

int session_clear(void) {
  sp_recording *fresh = new_recording();
  if (fresh == NULL) return -1;
  sp_recording *old = session.recording;
  session.recording = fresh;
  collections_register();
  PyObject *kept = session.kept; // WHY until the end: keys of the old recording stay valid while it is there
  session.kept = PyList_New(0);
  bool failed = session.kept == NULL || threads_rehook() < 0;
  if (failed) session_discard(); // some hooks still have recorders of the old recording
  sp_recording_free(old);
  Py_XDECREF(kept);
  return failed ? -1 : 0;
}

void session_discard(void) {
  thread_hooks_orphan(); // WHY first: taking a hook away may run code of the program, audit hooks
  collections_unhook();
  threads_unhook();
  forget();
}
