// The events of a recording with a timer of the program's own: they read it first.
#ifndef PYTHONBRIDGE_TIMEREVENTS_H
#define PYTHONBRIDGE_TIMEREVENTS_H

#include "Session.h"

// Events that read the timer and go on as `events`, or just these if the recording has no timer. One recording at a time: what
// was given before goes on as `events` as well.
sp_event_functions timer_events_before(sp_event_functions events);

#endif
