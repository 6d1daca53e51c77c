// Suspended coroutines and async generators that end without any event: closed where no `try` is around them
// (CPython 3.12 and newer), or dead.
//
// The interpreter offers no hook for that. While a recording runs ours stand in the place of two finalizers and of the
// method `close`: function pointers in static objects of the interpreter.
#ifndef PYTHONBRIDGE_COROUTINEENDS_H
#define PYTHONBRIDGE_COROUTINEENDS_H

// -1 with an exception, and nothing changed.
int coroutine_ends_hook(void);
// What others have put there since is left alone. Keeps a pending exception.
void coroutine_ends_unhook(void);

#endif
