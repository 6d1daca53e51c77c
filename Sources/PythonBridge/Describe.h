// What the core asks for in the middle of an event (sp_host), the same for all backends.
#ifndef PYTHONBRIDGE_DESCRIBE_H
#define PYTHONBRIDGE_DESCRIBE_H

#include "ThreadHook.h"

// What the core asks of this hook's thread; its events give back `answer`.
sp_host describe_host(ThreadHook *hook, void *answer);

#endif
