// The task of asyncio or trio that runs on the calling thread. Only looked at: nothing is imported, no code of the
// program is run, no reference is kept.
#ifndef PYTHONBRIDGE_RUNNINGTASK_H
#define PYTHONBRIDGE_RUNNINGTASK_H

#include "Interpreter.h"

// Once per module; -1 with an exception.
int running_task_prepare(void);

// New reference to the name of the running task if `frame` is its coroutine's, else NULL without an exception, which
// must not be pending before. Under a microsecond.
PyObject *running_task_name(InterpreterFrame *frame);

// The coroutine of a task of trio's that has not run yet; borrowed, NULL if `object` is no such task.
PyObject *running_task_coroutine_of_new(PyObject *object);

#endif
