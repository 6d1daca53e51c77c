// The frames of a greenlet that is older than the recording.
#ifndef PYTHONBRIDGE_OLDERFRAMES_H
#define PYTHONBRIDGE_OLDERFRAMES_H

#include "Session.h"

// The calling thread has switched to a greenlet that the recorder does not know: enters the frames that it has, if it has
// any but for the innermost `skipped`, as open calls, and sees to it that their events come. No exception is left.
void older_frames_enter(sp_recorder *recorder, int skipped);
// The recording is over: gives back what that has taken. Keeps a pending exception.
void older_frames_stop(void);

#endif
