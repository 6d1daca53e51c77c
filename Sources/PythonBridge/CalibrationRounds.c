#include "CalibrationRounds.h"

#include <math.h>

#include "Median.h"
#include "ThreadHook.h"

// ---- what the recorder has of a program

typedef struct Recorded {
  uint64_t ticks;
  uint64_t entries, unwinds;
} Recorded;

// The callee of what was called last: all programs are called by the thread itself, and have one callee.
static Recorded recorded_callee(const sp_recorder *recorder) {
  const sp_node *nodes = recorder->nodes;
  uint32_t program = nodes[recorder->thread->root].last_child;
  uint32_t callee = program != 0 ? nodes[program].last_child : 0;
  if (callee == 0) return (Recorded){0};
  const sp_extras *extras = nodes[callee].extras != 0 ? (const sp_extras *)&nodes[nodes[callee].extras] : NULL;
  return (Recorded){
      .ticks = nodes[callee].self_wall_ticks,
      .entries = nodes[callee].calls + nodes[callee].resumptions,
      .unwinds = extras != NULL ? extras->unwinds : 0,
  };
}

// ---- one run

// The result of a program that is a coroutine comes of driving it.
static PyObject *run(PyObject *function, PyObject *const *arguments) {
  PyObject *made = PyObject_Vectorcall(function, arguments, 2, NULL), *result;
  if (made == NULL || !PyCoro_CheckExact(made)) return made;
  PySendResult sent = PyIter_Send(made, Py_None, &result);
  Py_DECREF(made);
  return sent == PYGEN_ERROR ? NULL : result;
}

static int time_run(double *all_ns, const CalibrationPrograms *programs, CalibrationProgram program) {
  PyObject *arguments[] = {calibration_argument(programs, program), calibration_range(programs, program)};
  if (arguments[0] == NULL) return -1;
  PyObject *function = calibration_function(programs, program);
  uint64_t start = sp_tick_monotonic();
  PyObject *result = run(function, arguments);
  *all_ns = (double)(sp_tick_monotonic() - start);
  Py_DECREF(arguments[0]);
  Py_XDECREF(result);
  return result != NULL ? 0 : -1;
}

// `seen`: what the recorder had after the last run of this program.
static CalibrationRun profiled_run(Recorded *seen, double all_ns, CalibrationProgram program) {
  const sp_recorder *recorder = thread_hook_own->recorder;
  if (recorder == NULL) return (CalibrationRun){NAN, NAN};
  Recorded now = recorded_callee(recorder), before = *seen;
  *seen = now;
  uint64_t entries = (uint64_t)calibration_entries(program);
  if (now.entries - before.entries != entries) return (CalibrationRun){all_ns, NAN};
  if (program == PROGRAM_UNWIND && now.unwinds - before.unwinds != entries) return (CalibrationRun){NAN, NAN};
  return (CalibrationRun){all_ns, (double)(now.ticks - before.ticks) / recorder->ticks_per_ns};
}

// `probe_ns`: the machine's speed, the median of one probe after each program.
static int time_round(CalibrationRun runs[], double *probe_ns, Recorded seen[], const CalibrationPrograms *programs,
                      unsigned wanted, bool profiled) {
  double probes_ns[CALIBRATION_PROGRAMS];
  unsigned probes = 0;
  for (int program = 0; program < CALIBRATION_PROGRAMS; program++) {
    runs[program] = (CalibrationRun){NAN, NAN};
    if (!(wanted & 1u << program)) continue;
    // WHY twice: what the program before has left in the processor makes the first run slower, by as much as a tenth.
    for (int time = 0; time < 2; time++) {
      double all_ns;
      if (time_run(&all_ns, programs, program) < 0) return -1;
      runs[program] = profiled ? profiled_run(&seen[program], all_ns, program) : (CalibrationRun){all_ns, NAN};
    }
    probes_ns[probes++] = sp_speed_probe_ns();
  }
  *probe_ns = median(probes_ns, probes);
  return 0;
}

int calibration_rounds_time(CalibrationRounds *rounds, const CalibrationPrograms *programs, unsigned wanted,
                            bool profiled) {
  Recorded seen[CALIBRATION_PROGRAMS] = {0};
  CalibrationRun runs[CALIBRATION_PROGRAMS];
  double probe_ns;
  // The first round does not count: code is specialised, contexts are new.
  if (time_round(runs, &probe_ns, seen, programs, wanted, profiled) < 0) return -1;
  for (int round = 0; round < CALIBRATION_ROUNDS; round++) {
    if (time_round(runs, &probe_ns, seen, programs, wanted, profiled) < 0) return -1;
    rounds->probes_ns[round] = probe_ns;
    for (int program = 0; program < CALIBRATION_PROGRAMS; program++) rounds->runs[program][round] = runs[program];
  }
  return 0;
}

// ---- medians

// Of those that are numbers; NAN if that is less than half of them.
static double median_of_numbers(const double values[], unsigned count) {
  double numbers[CALIBRATION_ROUNDS];
  unsigned found = 0;
  for (unsigned i = 0; i < count; i++) {
    if (!isnan(values[i])) numbers[found++] = values[i];
  }
  return 2 * found > count ? median(numbers, found) : NAN;
}

bool calibration_was_steady(const CalibrationRounds *plain, const CalibrationRounds *profiled) {
  double ratio = median_of_numbers(plain->probes_ns, CALIBRATION_ROUNDS) /
                 median_of_numbers(profiled->probes_ns, CALIBRATION_ROUNDS);
  return ratio > 0.9 && ratio < 1.1;
}

double calibration_probe_ns(const CalibrationRounds *plain, const CalibrationRounds *profiled) {
  double probes_ns[2 * CALIBRATION_ROUNDS];
  memcpy(probes_ns, plain->probes_ns, sizeof plain->probes_ns);
  memcpy(probes_ns + CALIBRATION_ROUNDS, profiled->probes_ns, sizeof profiled->probes_ns);
  return median(probes_ns, 2 * CALIBRATION_ROUNDS);
}

CalibrationRun calibration_median(const CalibrationRounds *rounds, CalibrationProgram program, double probe_ns) {
  double all_ns[CALIBRATION_ROUNDS], callee_ns[CALIBRATION_ROUNDS];
  for (int round = 0; round < CALIBRATION_ROUNDS; round++) {
    double pace = rounds->probes_ns[round] / probe_ns;
    all_ns[round] = rounds->runs[program][round].all_ns / pace;
    callee_ns[round] = rounds->runs[program][round].callee_ns / pace;
  }
  return (CalibrationRun){
      median_of_numbers(all_ns, CALIBRATION_ROUNDS),
      median_of_numbers(callee_ns, CALIBRATION_ROUNDS),
  };
}
