// What was true of a code object when it was first met, and of threads: for `swiftprof.yappi`, whose names need it.
#ifndef PYTHONBRIDGE_FIRSTSEEN_H
#define PYTHONBRIDGE_FIRSTSEEN_H

#include "ThreadHook.h"

// Once per module; -1 with an exception.
int first_seen_prepare(void);
// A recording begins, or begins anew.
void first_seen_forget(void);
// The calling thread has met this code object for the first time. An exception is neither left nor lost.
void first_seen_note(PyCodeObject *code);
// By the calling thread, at its first event and after it may have been switched out: a system call.
void first_seen_count_switches(ThreadHook *hook);
// The thread of this name has come to run so often as counted.
void first_seen_note_switches(PyObject *name, const ThreadHook *hook);
// New tuple of (list of (file, first line, qualified name, co_flags, class name of the argument `self` or None) in the order in which
// they were met, since this was last called; dict from the names of threads to their switches). NULL with an exception.
PyObject *first_seen_take(void);
// What an object's class is called, without its module; lives as long as the class.
const char *first_seen_class_name(PyObject *object);

#endif
