// Garbage collections as calls of their own, one function per generation.
#ifndef PYTHONBRIDGE_COLLECTIONS_H
#define PYTHONBRIDGE_COLLECTIONS_H

#include "Interpreter.h"

// Make the generations known to the session's recording.
void collections_register(void);
// Append our callback to gc.callbacks, remove it. -1 with an exception.
int collections_hook(void);
void collections_unhook(void);

#endif
