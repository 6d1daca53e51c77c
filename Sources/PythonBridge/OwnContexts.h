// The user's own contexts: callbacks that say whom a call belongs to, see swiftprof.set_context.
#ifndef PYTHONBRIDGE_OWNCONTEXTS_H
#define PYTHONBRIDGE_OWNCONTEXTS_H

#include "Labelling.h"

// Once per module; -1 with an exception.
int own_contexts_prepare(void);
// Takes the callbacks over, each of which may be None. -1 with an exception.
int own_contexts_set(PyObject *context, PyObject *name, PyObject *tag);
// Whether there is one to be asked.
bool own_contexts_are_set(void);
// Forget the names given so far: a recording begins.
void own_contexts_forget_names(void);

// Asks for the calling thread's context and tag, names those that are new, and notes the answers. True: they are others
// than before. Runs code of the program, which may do anything. A callback that raises is dropped, with a warning; no
// exception is left, and a pending one is kept.
bool own_contexts_ask(Labelling *labelling);

#endif
