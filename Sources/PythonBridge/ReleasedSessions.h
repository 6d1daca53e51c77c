// The end of what a session takes in the recording: when nobody will ask what happened in it, its labels go and what
// stands below them joins the rest. WHY many at a time: it takes one walk through the recording, however many they are.
#ifndef PYTHONBRIDGE_RELEASEDSESSIONS_H
#define PYTHONBRIDGE_RELEASEDSESSIONS_H

#include "Labels.h"

// Once per module; -1 with an exception.
int released_sessions_prepare(void);
// Nobody will ask what happened in this one. May be called at any time; a pending exception is kept.
void released_sessions_add(OpenSession *ended);
// Dissolves the labels of those if they are many by now. Not in an event; one at a time (SessionFunctions.c sees to it).
void released_sessions_clean_up(void);
// A recording begins: it has no labels yet.
void released_sessions_forget(void);

#endif
