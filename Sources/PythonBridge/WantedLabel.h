// The label that the calling thread's next call is to stand below, and opening it.
//
// A label is opened for one call alone, and closes with it; so it is opened where a context or session begins, and not
// again below. `with` blocks open theirs for what their frame goes on with.
#ifndef PYTHONBRIDGE_WANTEDLABEL_H
#define PYTHONBRIDGE_WANTEDLABEL_H

#include "OpenSessions.h"
#include "ThreadHook.h"

typedef enum Opened {
  NOT_NEEDED, // the label is open already
  OPENED,     // to be bound to the call once that is open: sp_recorder_bind_label
  GONE        // the recording has ended meanwhile
} Opened;

extern uint64_t wanted_label_epoch; // grows when threads must look again which sessions are open

// What threads remember is out of date.
void wanted_label_forget(void);

// Whether what the thread remembers is of now: nobody has opened or ended a session, nor changed the context.
static inline bool wanted_label_is_fresh(const ThreadHook *hook) {
  const Labelling *own = &hook->labelling;
  return own->context_version == hook->state->context_ver &&
         own->epoch == __atomic_load_n(&wanted_label_epoch, __ATOMIC_ACQUIRE);
}

// All in an event of the calling thread's hook, before a call is opened. No exception is left, a pending one is kept.
// By the sessions that are open in this context.
Opened wanted_label_open(ThreadHook *hook);
// For a function in C or a span, while the user's callbacks are set: it belongs to the context of who calls it.
Opened wanted_label_open_like_caller(ThreadHook *hook);
// The user's callbacks are asked first. Not in an event meanwhile.
Opened wanted_label_open_after_asking(ThreadHook *hook);

// The calling thread has opened a session, or ended one: the label of what its frame goes on with. Not in an event.
// Without a recording nothing is done.
void wanted_label_enter(OpenSession *begun);
void wanted_label_leave(OpenSession *ended);

#endif
