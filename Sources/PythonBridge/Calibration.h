// What events cost the program while it is profiled, hook included: sp_event_costs, measured on this interpreter, with
// this backend, on this machine, now.
#ifndef PYTHONBRIDGE_CALIBRATION_H
#define PYTHONBRIDGE_CALIBRATION_H

#include "Backend.h"

// Leaves in session.costs what events cost with a backend and options. Measures on the calling thread with a recording
// of its own, at the first call for this backend, `builtins` and `types` and, as long as that is a fiftieth of the time,
// at later ones too (KnownCosts.h); about two milliseconds. What cannot be measured is 0, which takes nothing out. -1 with an exception, which is the program's own (a signal's).
int calibration_measure(const Backend *backend, StartOptions options);

// session.costs as a dict: kind -> (inside_ns, outside_ns), "probe_ns", "slowdown". New reference; NULL with an exception.
PyObject *calibration_costs(void);

#endif
