// The frames that are on a thread's stack already when its recording begins.
#ifndef PYTHONBRIDGE_THREADFRAMES_H
#define PYTHONBRIDGE_THREADFRAMES_H

#include "Session.h"

// Enters them as open calls, outermost first, the innermost `skipped` left out. With the GIL the thread may be any, else
// it must be the calling one. No exception is left; without memory the outermost frames stay unknown.
void thread_frames_enter(sp_recorder *recorder, PyThreadState *thread, int skipped);
// Whether the recorder's open calls are these frames: `innermost`, or NULL for none, and its callers, the innermost
// `skipped` left out. For a recorder that has had no event yet. No exception is left.
bool thread_frames_are_open(sp_recorder *recorder, PyFrameObject *innermost, int skipped);

#endif
