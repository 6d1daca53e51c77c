// The recording that runs, if one does, and what belongs to it. One per process: the module refuses to be
// imported by a second interpreter.
#ifndef PYTHONBRIDGE_SESSION_H
#define PYTHONBRIDGE_SESSION_H

#include "Interpreter.h" // Python.h before all others

#include "CSwiftProf.h"

typedef struct StartOptions {
  bool builtins;
  bool threads;
  bool enter_frames;
  bool only_new_calls; // no frame is entered that was on a stack before the recording
  bool types;          // calls of types too, where the backend hears of them
  bool filtered;       // filters_set has patterns
  bool targeted;       // only what targets_add names
  bool timed;          // a timer of the program's own is read, see Timer.h
  bool keep_code;      // session.codes is kept
  bool first_seen;     // note how code objects and threads are first seen, see FirstSeen.h
  bool calibrating;    // a short recording of programs of our own: nobody's labels are asked for
  uint64_t max_nodes;
} StartOptions;

struct Backend;

typedef struct Session {
  sp_recording *recording; // NULL: nothing is running
  sp_event_functions events;
  uint64_t serial; // grows when a recording starts, ends or is cleared; never 0
  StartOptions options;
  const struct Backend *backend; // of the recording, and after it of the last one; NULL before the first
  uint64_t starter_thread;       // PyThreadState.id of the thread that started the recording
  uint64_t newest_thread_before; // PyThreadState.id of the youngest thread that ran already
  uint64_t newest_thread;        // PyThreadState.id up to which threads have been looked at
  PyObject *kept;                // owned list: objects whose addresses are keys, see Callees.c
  PyObject *codes;               // owned list: code objects met, where they are asked for; NULL before the first start
  PyObject *displaced;           // owned list of (thread ident, description): who took a hook of ours away
  sp_event_costs costs;          // with this backend and these options
} Session;

extern Session session;

// All attached to the interpreter, one at a time (the functions of the module see to it). -1 or NULL with an exception set.
int session_prepare(void); // once, when the module is loaded
// That a recording runs, or that none does; -1 with a RuntimeError.
int session_require(bool running);
int session_start(const struct Backend *backend, StartOptions options);
sp_snapshot *session_snapshot(void);
// Takes the snapshot, then every hook away.
sp_snapshot *session_stop(void);
int session_clear(void);
// New list of the code objects met since this was last called; those of a recording that is over until the next begins.
PyObject *session_take_codes(void);
// Takes every hook away and drops what was recorded, working nothing out.
void session_discard(void);

#endif
