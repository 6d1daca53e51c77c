// What the core asks for in the middle of an event (sp_host), the same for all backends.
#ifndef PYTHONBRIDGE_DESCRIBE_H
#define PYTHONBRIDGE_DESCRIBE_H

#include "ThreadHook.h"

// Registers the callee behind a key that the core does not know.
void describe_callee(void *hook, sp_key key, void *callee);
// The thread has been switched out, or this is its first event.
void describe_switch(void *hook);

#endif
