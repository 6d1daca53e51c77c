// Exceptions thrown into a chain of coroutines that await each other: cancellations, timeouts.
//
// The interpreter hands them straight to the innermost frame (CPython, Objects/genobject.c, _gen_throw). The frames that
// wait for it are on the stack then, but go on only when it comes to them, if it does; no event tells of them before, nor
// when the innermost one is suspended again. Here they are awakened before it, so that what it does is done below
// them, in their task; then their own event is not needed any more; and they are suspended after it.
#ifndef PYTHONBRIDGE_DELEGATION_H
#define PYTHONBRIDGE_DELEGATION_H

#include "ThreadHook.h"

static inline bool delegation_is_on(const ThreadHook *hook) { return SP_UNLIKELY(hook->delegation.count != 0); }

// All in an event of the calling thread's hook.

// An exception is thrown into a suspended frame, which is about to be awakened: awakens those that wait for it.
void delegation_begin(ThreadHook *hook, InterpreterFrame *frame);
// A frame goes on. True if it has been awakened already: the event is not to be recorded.
bool delegation_reaches(ThreadHook *hook, InterpreterFrame *frame);
// A frame has been left, with an end or not: CPython 3.11 does not tell that it has gone on.
void delegation_leaves(ThreadHook *hook, InterpreterFrame *frame);
// A frame has been suspended: suspends those that wait for it.
void delegation_suspends(ThreadHook *hook, InterpreterFrame *frame);

#endif
