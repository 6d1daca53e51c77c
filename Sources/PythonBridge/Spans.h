// Stretches of the program that it names itself: `with swiftprof.span("db.query")`.
#ifndef PYTHONBRIDGE_SPANS_H
#define PYTHONBRIDGE_SPANS_H

#include "Interpreter.h"

// One object per name; it has no state of its own, so any number of threads and frames may be inside of it at once.
extern PyTypeObject Span_Type;

// Once per module; -1 with an exception.
int spans_prepare(void);

#endif
