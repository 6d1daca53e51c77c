// What becomes of events that no recording wants: of threads that have no hook, or whose hook is not set up.
#ifndef PYTHONBRIDGE_IGNORING_H
#define PYTHONBRIDGE_IGNORING_H

#include "ThreadHook.h"

// Does nothing, and gives the interpreter what its backend has to.
extern const sp_event_functions ignoring_events;

// The hook of threads that have none: before the first event, and after the end. Serial 0 is no recording's: every event
// of a thread that still has this one goes to thread_hook_bind.
extern ThreadHook nobodys_hook;

#endif
