// The recording, in C: what lies in memory, how time is read, which functions the event path has.
#ifndef CRECORDING_H
#define CRECORDING_H

#include "costs.h"
#include "events.h"
#include "platform.h"
#include "probe.h"
#include "recorder.h"
#include "records.h"

#endif
