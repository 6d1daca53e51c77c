// Which events a recording has: plain ones, or those that see to it first that what is called stands below the right
// label. Plain ones pay nothing for there being others.
#ifndef PYTHONBRIDGE_LABELEVENTS_H
#define PYTHONBRIDGE_LABELEVENTS_H

#include "ThreadHook.h"

// A recording begins: the events of its hooks.
sp_event_functions label_events_begin(void);
// Changes the events of the recording that is on, in a pause, if sessions or the user's callbacks ask for other ones.
void label_events_update(void);

#endif
