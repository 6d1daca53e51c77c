// __enter__, __exit__, __aenter__ and __aexit__ of spans.
//
// WHY not plain methods: those are C functions, whose calls are events that both backends record. These are callables
// of a kind that none of them looks at, so that entering and leaving costs nothing but the scope itself, and the frame
// that runs the `with` statement is the innermost open call. And a span has its bound methods ready: making them each
// time would take as long as all the rest.
#ifndef PYTHONBRIDGE_SPANMETHODS_H
#define PYTHONBRIDGE_SPANMETHODS_H

#include "Interpreter.h"

enum {
  SPAN_METHODS = 4
};

// The first fields of a span.
typedef struct SpanBase {
  PyObject_HEAD PyObject *bound[SPAN_METHODS]; // owned methods of this span, which they keep: spans live for ever
} SpanBase;

// Puts the methods into the type; once. `open` and `close` are called with an instance. -1 with an exception.
int span_methods_add(PyTypeObject *type, void (*open)(SpanBase *span), void (*close)(SpanBase *span));
// Makes the methods of a new span. -1 with an exception.
int span_methods_bind(SpanBase *span);

#endif
