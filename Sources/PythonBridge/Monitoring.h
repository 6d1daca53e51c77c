// The backend of sys.monitoring (PEP 669): callbacks for the interpreter's events, on CPython 3.12 and newer.
#ifndef PYTHONBRIDGE_MONITORING_H
#define PYTHONBRIDGE_MONITORING_H

#include "Backend.h"

// What a recording asks of its callbacks beyond handing on: each has its own set, so that the plain one has no
// branch for the others.
typedef enum MonitoringMode {
  MONITORING_PLAIN,
  MONITORING_FILTERED, // functions that the filters leave out are switched off when they are first met
  MONITORING_TARGETED  // only targets, and what is called below some of them
} MonitoringMode;

enum {
  MONITORING_MODES = 3
};

typedef struct MonitoringEvent {
  const char *name; // in sys.monitoring.events
  vectorcallfunc callbacks[MONITORING_MODES];
  vectorcallfunc without_native[MONITORING_MODES]; // in their place when C functions are not recorded; NULL: the same
  bool native;                                     // an event of C functions
  bool local;                                      // can be had for single code objects
} MonitoringEvent;

extern const MonitoringEvent monitoring_events[];
extern const int monitoring_event_count;

// Kept for the callbacks: sys.monitoring.DISABLE.
extern PyObject *monitoring_disable;

// The functions of sys.monitoring, called with our tool id. -1 with an exception.
int monitoring_set_global_events(MonitoringMode mode, bool all);
int monitoring_set_local_events(PyCodeObject *code, bool on);

#endif
