// Labels: each combination of a context's name, a tag and open sessions is a scope of the core.
#ifndef PYTHONBRIDGE_LABELS_H
#define PYTHONBRIDGE_LABELS_H

#include "OpenSessions.h"
#include "Scopes.h"

typedef struct Label {
  PyObject_HEAD Scope scope;
  PyObject *context, *tag; // owned str, NULL: none
  PyObject *sessions;      // owned tuple of OpenSession, NULL: none
} Label;

// Once per module; -1 with an exception.
int labels_prepare(void);
// The label of a combination, any part of which may be NULL. New reference, NULL without an exception when there is no
// memory; a pending exception is kept. Runs no code of the program.
Label *label_of(PyObject *context, PyObject *tag, PyObject *sessions);
// By its key; new reference, NULL if there is none.
Label *label_with_key(sp_key key);
// Its key, registered with the recording that runs.
sp_key label_key(Label *label);
// Labels of earlier recordings go.
void labels_forget_all(void);
// This one goes.
void labels_forget(Label *label);

#endif
