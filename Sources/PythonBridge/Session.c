// Start, stop, snapshot, clear: the states of the one recording.
#include "Session.h"

#include <pthread.h>
#include <unistd.h>

#include "Backend.h"
#include "Callees.h"
#include "Collections.h"
#include "CoroutineEnds.h"
#include "FirstSeen.h"
#include "GreenletTrace.h"
#include "Greenlets.h"
#include "LabelEvents.h"
#include "OlderFrames.h"
#include "Targets.h"
#include "Tasks.h"
#include "ThreadLife.h"
#include "Threads.h"
#include "Timer.h"
#include "WantedLabel.h"

Session session = {.serial = 1};

static void *fail(sp_error *error) {
  PyErr_SetString(error->code == SP_ERROR_MEMORY ? PyExc_MemoryError : PyExc_ValueError, error->message);
  return NULL;
}

static sp_recording *new_recording(void) {
  sp_error error = {0};
  sp_recording_options options = {
      .max_nodes = session.options.max_nodes,
      .costs = session.costs,
      .own_timer = session.options.timed,
#ifndef Py_GIL_DISABLED
      .exclusive = true,
#endif
  };
  sp_recording *recording = sp_recording_create(&options, &error);
  if (recording == NULL) fail(&error);
  return recording;
}

// In the child of a fork, on its one thread.
static void note_fork(void) {
  if (session.recording == NULL) return;
  sp_recording_note_fork(session.recording);
  thread_hook_own->os_id = (uint32_t)getpid();
}

int session_prepare(void) {
  static bool prepared;
  sp_prepare(); // WHY first: see there
  if (!prepared && pthread_atfork(NULL, NULL, note_fork) != 0) {
    PyErr_NoMemory();
    return -1;
  }
  prepared = true;
  if (session.kept == NULL) session.kept = PyList_New(0);
  if (session.kept == NULL || thread_hooks_prepare() < 0 || threads_prepare() < 0 || first_seen_prepare() < 0)
    return -1;
  return tasks_prepare() < 0 ? -1 : greenlet_trace_prepare();
}

int session_require(bool running) {
  if ((session.recording != NULL) == running) return 0;
  PyErr_SetString(PyExc_RuntimeError, running ? "swiftprof is not running" : "swiftprof is running already");
  return -1;
}

// From here on every thread's hook is out of date: what comes belongs to `recording`, or is ignored if that is NULL.
static void part_with_hooks(sp_recording *recording) {
  session.recording = recording;
  session.serial++;
}

PyObject *session_take_codes(void) {
  PyObject *fresh = PyList_New(0);
  if (fresh == NULL) return NULL;
  pause_begin(); // WHY: events append to it
  PyObject *met = session.codes;
  session.codes = fresh;
  pause_end();
  return met != NULL ? met : PyList_New(0);
}

// What an earlier recording has met is nobody's any more.
static int forget_codes(void) {
  PyObject *codes = session_take_codes();
  Py_XDECREF(codes);
  return codes == NULL ? -1 : 0;
}

int session_start(const Backend *backend, StartOptions options) {
  session.options = options;
  session.backend = backend;
  session.events = label_events_begin();
  session.starter_thread = PyThreadState_Get()->id;
  sp_recording *recording = callees_prepare() < 0 || forget_codes() < 0 ? NULL : new_recording();
  if (recording == NULL) return -1;
  part_with_hooks(recording);
  first_seen_forget();
  collections_register();
  Py_XSETREF(session.displaced, PyList_New(0));
  // WHY the backend last: nothing of the above is in the profile then.
  bool failed = session.displaced == NULL || threads_record(options.enter_frames) < 0 || collections_hook() < 0 ||
                coroutine_ends_hook() < 0;
  if (failed || backend->install() < 0) {
    session_discard();
    return -1;
  }
  return 0;
}

// Drops the first objects that were kept for their addresses.
static void let_go(Py_ssize_t count) {
  if (PyList_SetSlice(session.kept, 0, count, NULL) < 0) PyErr_Clear();
}

// Gives back what a recording took, which no event can reach any more.
static void give_back(sp_recording *recording) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  coroutine_ends_unhook();
  greenlets_stop();
  older_frames_stop();
  collections_unhook();
  session.backend->uninstall();
  if (recording != NULL) sp_recording_free(recording);
  let_go(PyList_GET_SIZE(session.kept));
  timer_drop();
  PyErr_Restore(type, value, traceback);
}

// `last`: if this succeeds the recording is nobody's any more, and the caller's to free.
static sp_snapshot *take(bool last) {
  sp_error error = {0};
  pause_begin();
  threads_refresh_names();
  sp_snapshot *snapshot = sp_snapshot_take(session.recording, last, &error);
  if (last && snapshot != NULL) part_with_hooks(NULL);
  pause_end();
  return snapshot != NULL ? snapshot : fail(&error);
}

sp_snapshot *session_snapshot(void) {
  threads_adopt_new();
  return take(false);
}

sp_snapshot *session_stop(void) {
  sp_recording *recording = session.recording;
  sp_snapshot *snapshot = take(true);
  if (snapshot == NULL) return NULL;
  session.backend->note_displaced(session.displaced);
  give_back(recording);
  return snapshot;
}

int session_clear(void) {
  sp_recording *fresh = new_recording();
  if (fresh == NULL) return -1;
  sp_recording *old = session.recording;
  Py_ssize_t kept_for_old = PyList_GET_SIZE(session.kept);
  pause_begin();
  part_with_hooks(fresh);
  targets_renew();
  first_seen_forget();
  wanted_label_forget();
  pause_end();
  collections_register();
  bool failed = threads_record(true) < 0;
  if (failed) session_discard(); // some threads have no recorder
  sp_recording_free(old);
  if (!failed) let_go(kept_for_old);
  return failed ? -1 : 0;
}

void session_discard(void) {
  sp_recording *recording = session.recording;
  pause_begin();
  part_with_hooks(NULL); // WHY first: taking a hook away may run code of the program, audit hooks
  pause_end();
  give_back(recording);
}
