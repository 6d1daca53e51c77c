// A way to hear of the interpreter's events. All backends feed the same recorders.
#ifndef PYTHONBRIDGE_BACKEND_H
#define PYTHONBRIDGE_BACKEND_H

#include "ThreadHook.h"

typedef struct Backend {
  const char *name;
  const char *why_usable;     // for people: what speaks for it
  const char *why_not_usable; // NULL where this CPython has it
  // What an event has to give back when nothing is wrong.
  void *(*answer)(void);
  // What the core asks in the middle of an event of this hook's thread.
  sp_host (*host)(ThreadHook *hook);
  // Events come from now on, for the threads that session.options want. -1 with an exception, and nothing changed.
  int (*install)(void);
  // No event comes any more, and all that install took is given back. Keeps a pending exception.
  void (*uninstall)(void);
  // A thread has been born, and has not run yet.
  void (*install_thread)(PyThreadState *thread);
  // Whether events of this thread come to us. Cheap.
  bool (*is_on)(PyThreadState *thread);
  // Appends (thread ident, description) of who took our place since install. No exception is left.
  void (*note_displaced)(PyObject *list);
} Backend;

extern const Backend setprofile_backend;
extern const Backend monitoring_backend;

// By name, or the best one for "". NULL with ValueError, which says why.
const Backend *backend_find(const char *name);
const Backend *backend_default(void);
// New list of (name, usable, is the default, why).
PyObject *backend_list(void);

#endif
