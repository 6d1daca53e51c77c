// What a call and its return cost the program while it is profiled, hook included.
#ifndef PYTHONBRIDGE_CALIBRATION_H
#define PYTHONBRIDGE_CALIBRATION_H

#include "Backend.h"

// Measures on the calling thread with a recording of its own, and leaves the result in
// session.costs; once per process and backend, about a millisecond. -1 with an exception.
int calibration_measure(const Backend *backend);

#endif
