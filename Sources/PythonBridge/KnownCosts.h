// What events cost by all calibrations so far: one of them, two milliseconds long, may fall into a moment in which the
// machine is slow in a way that its probe does not see.
#ifndef PYTHONBRIDGE_KNOWNCOSTS_H
#define PYTHONBRIDGE_KNOWNCOSTS_H

#include "Backend.h"

enum {
  CALIBRATIONS_KEPT = 9
};

// For one backend and the options that costs depend on.
typedef struct KnownCosts {
  const Backend *backend; // NULL: nothing is known
  bool builtins, types;
  uint64_t due_ns; // CLOCK_MONOTONIC from which on another calibration is worth its time
  unsigned count;  // calibrations so far
  sp_event_costs calibrations[CALIBRATIONS_KEPT];
} KnownCosts;

// The entry for these, empty at first. There is room for all that there are.
KnownCosts *known_costs_of(const Backend *backend, bool builtins, bool types);
// Whether to calibrate now: at the first start, and at later ones as long as that is a fiftieth of the time at most.
bool known_costs_are_due(const KnownCosts *known);
// A calibration took so long, whatever came of it: the next is due when that is a fiftieth of the time again.
void known_costs_put_off(KnownCosts *known, uint64_t took_ns);
// Another calibration's costs.
void known_costs_add(KnownCosts *known, const sp_event_costs *costs);
// The median of each cost at the median speed; all 0 when nothing is known.
sp_event_costs known_costs_median(const KnownCosts *known);

#endif
