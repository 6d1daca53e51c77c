// Timing the programs of calibration round after round, on a machine that others use as well.
#ifndef PYTHONBRIDGE_CALIBRATIONROUNDS_H
#define PYTHONBRIDGE_CALIBRATIONROUNDS_H

#include "CalibrationPrograms.h"

enum {
  CALIBRATION_ROUNDS = 5
};

// What one run of a program took, nanoseconds; NAN: what was recorded of it is not what it did.
typedef struct CalibrationRun {
  double all_ns;
  double callee_ns; // recorded as what it called; only while it is profiled
} CalibrationRun;

typedef struct CalibrationRounds {
  CalibrationRun runs[CALIBRATION_PROGRAMS][CALIBRATION_ROUNDS];
  double probes_ns[CALIBRATION_ROUNDS]; // of the machine's speed, during each round
} CalibrationRounds;

// Times the programs whose bits are set in `wanted`. `profiled`: a recording of the calling thread is on. -1 with an
// exception.
int calibration_rounds_time(CalibrationRounds *rounds, const CalibrationPrograms *programs, unsigned wanted,
                            bool profiled);

// Whether the machine was as fast while it was profiled as before, as far as the probe can tell.
bool calibration_was_steady(const CalibrationRounds *plain, const CalibrationRounds *profiled);
// The median of all probes.
double calibration_probe_ns(const CalibrationRounds *plain, const CalibrationRounds *profiled);
// The median of a program's runs, as if each had run at the speed at which the probe takes `probe_ns`; NAN: too few of them
// are of use.
CalibrationRun calibration_median(const CalibrationRounds *rounds, CalibrationProgram program, double probe_ns);

#endif
