// Tasks of asyncio and trio: which coroutine is one's, where it was made.
//
// A task is looked for once, when its coroutine begins, or goes on for the first time in a recording. From there on
// the core knows it by the coroutine's frame, and so finds its later steps by itself.
#ifndef PYTHONBRIDGE_TASKS_H
#define PYTHONBRIDGE_TASKS_H

#include "ThreadHook.h"

// Once per module; -1 with an exception.
int tasks_prepare(void);

// A coroutine or async generator has just been called, in this frame. Not in an event. Keeps a pending exception.
void tasks_note_start(InterpreterFrame *frame);

// The innermost open call, of this frame, is the first step of a task of this name. Not in an event.
void tasks_begin(InterpreterFrame *frame, PyObject *name);

// A frame that is running already has just become the innermost open call of the calling thread's recorder. In an
// event. Keeps a pending exception.
void tasks_note_running(sp_recorder *recorder, InterpreterFrame *frame);

// Whether tasks are made by this function: a call of it is to be told to tasks_note_creation.
bool tasks_is_creator(const sp_callee *callee);
// Such a function has just been called, in this frame. In an event.
void tasks_note_creation(sp_recorder *recorder, InterpreterFrame *frame);

#endif
