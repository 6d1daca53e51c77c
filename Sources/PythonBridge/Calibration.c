// How the costs follow from times. A program that calls something runs without and with the profiler, and so does the
// same loop without a call:
//
//   added = (profiled - profiled empty loop) - (plain - plain empty loop)
//
// so that what the interpreter itself is slower by while a profiler is set is not charged to the events as well. The part
// of it that lies within the callee's own time is what was recorded of the callee, but for what that truly takes.
#include "Calibration.h"

#include <math.h>

#include "CalibrationPrograms.h"
#include "CalibrationRounds.h"
#include "KnownCosts.h"

typedef struct Measured {
  CalibrationRun plain[CALIBRATION_PROGRAMS], profiled[CALIBRATION_PROGRAMS]; // medians, per run
  double probe_ns;
  bool steady; // the machine was
} Measured;

// ---- measuring

enum {
  MOST_ATTEMPTS = 3 // when the machine changes its speed
};

static unsigned wanted_programs(const Backend *backend, StartOptions options) {
  unsigned wanted = (1u << CALIBRATION_PROGRAMS) - 1;
  if (!interpreter_forgets_specialisation) wanted &= ~(1u << PROGRAM_WORK);
  if (!interpreter_tells_offsets) wanted &= ~(1u << PROGRAM_FAR);
  bool has_call_events = options.builtins && backend == &monitoring_backend;
  // Without them the profile function sees who has been called how, and monitoring does not.
  if (!has_call_events && backend == &monitoring_backend) wanted &= ~(1u << PROGRAM_BARE_CALL | 1u << PROGRAM_INSTANCE);
  if (!has_call_events) wanted &= ~(1u << PROGRAM_TYPE | 1u << PROGRAM_SUPER);
  if (!options.builtins) wanted &= ~(1u << PROGRAM_BUILTIN | 1u << PROGRAM_METHOD);
  return wanted;
}

static int time_profiled(CalibrationRounds *rounds, const CalibrationPrograms *programs, unsigned wanted,
                         const Backend *backend, StartOptions options) {
  if (session_start(backend, options) < 0) return -1;
  int failed = calibration_rounds_time(rounds, programs, wanted, true);
  session_discard();
  return failed;
}

static int measure(Measured *measured, const Backend *backend, StartOptions options) {
  CalibrationPrograms programs;
  CalibrationRounds plain, profiled;
  unsigned wanted = wanted_programs(backend, options);
  bool failed = calibration_programs_make(&programs) < 0 ||
                calibration_rounds_time(&plain, &programs, wanted, false) < 0 ||
                time_profiled(&profiled, &programs, wanted, backend, options) < 0;
  calibration_programs_clear(&programs);
  if (failed) return -1;
  measured->steady = calibration_was_steady(&plain, &profiled);
  measured->probe_ns = calibration_probe_ns(&plain, &profiled);
  for (int program = 0; program < CALIBRATION_PROGRAMS; program++) {
    measured->plain[program] = calibration_median(&plain, program, measured->probe_ns);
    measured->profiled[program] = calibration_median(&profiled, program, measured->probe_ns);
  }
  return 0;
}

// ---- costs from times. What is no number, or below zero, is 0.

// What entering a callee once takes, beyond a loop without.
static double per_entry_ns(const CalibrationRun medians[], CalibrationProgram program) {
  double entries = calibration_entries(program);
  return (medians[program].all_ns - medians[PROGRAM_EMPTY].all_ns * entries / CALIBRATION_CALLS) / entries;
}

static double plain_ns(const Measured *measured, CalibrationProgram program) {
  return per_entry_ns(measured->plain, program);
}

static double added_ns(const Measured *measured, CalibrationProgram program) {
  return per_entry_ns(measured->profiled, program) - plain_ns(measured, program);
}

static double recorded_ns(const Measured *measured, CalibrationProgram program) {
  return measured->profiled[program].callee_ns / calibration_entries(program);
}

// `inside_ns` may be more than there is: the true time of a call is partly within what was recorded of it.
static sp_event_cost split(double added_ns, double inside_ns) {
  if (!(added_ns > 0)) return (sp_event_cost){0};
  if (!(inside_ns > 0)) inside_ns = 0;
  if (inside_ns > added_ns) inside_ns = added_ns;
  return (sp_event_cost){inside_ns, added_ns - inside_ns};
}

// `own_ns`: how long the callee truly takes.
static sp_event_cost cost(const Measured *measured, CalibrationProgram program, double own_ns) {
  return split(added_ns(measured, program), recorded_ns(measured, program) - own_ns);
}

// WHY halves: how much of what an exception truly takes is the callee's cannot be told, and is more than all of this.
static sp_event_cost unwind_cost(const Measured *measured) {
  double added = added_ns(measured, PROGRAM_UNWIND) - added_ns(measured, PROGRAM_CALL);
  return split(added, added / 2);
}

// What generators are consumed by differs: the middle between a loop and C code.
static sp_event_cost resumption_cost(const Measured *measured, double loop_ns) {
  double added = (added_ns(measured, PROGRAM_RESUMPTION) + added_ns(measured, PROGRAM_CONSUMED)) / 2;
  return split(added, recorded_ns(measured, PROGRAM_RESUMPTION) - loop_ns);
}

// The type has the same events as one of C; the rest comes with its __init__.
static sp_event_cost initializer_cost(const Measured *measured, double loop_ns) {
  double type_ns = added_ns(measured, PROGRAM_TYPE);
  return split(added_ns(measured, PROGRAM_INSTANCE) - (isnan(type_ns) ? 0 : type_ns),
               recorded_ns(measured, PROGRAM_INSTANCE) - loop_ns);
}

static sp_event_cost super_cost(const Measured *measured) {
  return split(added_ns(measured, PROGRAM_SUPER) - 2 * added_ns(measured, PROGRAM_CALL), 0);
}

// Of one of the events that are far, of the CALL instruction, where those are told, and of the return. WHY halves: the int is
// made before the clock is read and destroyed after it.
static sp_event_cost far_cost(const Measured *measured, int far_events) {
  double added = (added_ns(measured, PROGRAM_FAR) - added_ns(measured, PROGRAM_CALL)) / far_events;
  return split(added, added / 2);
}

static sp_event_cost step_cost(const Measured *measured) {
  return split(added_ns(measured, PROGRAM_STEP) - added_ns(measured, PROGRAM_AWAKENING),
               recorded_ns(measured, PROGRAM_STEP) - recorded_ns(measured, PROGRAM_AWAKENING));
}

static double slowdown(const Measured *measured) {
  if (!interpreter_forgets_specialisation) return 1;
  double ratio = measured->profiled[PROGRAM_WORK].all_ns / measured->plain[PROGRAM_WORK].all_ns;
  return ratio > 1 ? ratio : 1;
}

static sp_event_costs costs(const Measured *measured, StartOptions options) {
  // An empty function, and a generator that yields in a loop, take about as long as an empty loop.
  double loop_ns = measured->plain[PROGRAM_EMPTY].all_ns / CALIBRATION_CALLS;
  sp_event_costs costs = {.probe_ns = measured->probe_ns, .slowdown = slowdown(measured)};
  costs.of[SP_COST_CALL] = cost(measured, PROGRAM_CALL, loop_ns);
  costs.of[SP_COST_BARE_CALL] = cost(measured, PROGRAM_BARE_CALL, loop_ns);
  costs.of[SP_COST_UNWIND] = unwind_cost(measured);
  costs.of[SP_COST_RESUMPTION] = resumption_cost(measured, loop_ns);
  costs.of[SP_COST_AWAKENING] = cost(measured, PROGRAM_AWAKENING, plain_ns(measured, PROGRAM_AWAKENING) / 2);
  costs.of[SP_COST_BUILTIN] = cost(measured, PROGRAM_BUILTIN, loop_ns / 2);
  costs.of[SP_COST_METHOD] = cost(measured, PROGRAM_METHOD, loop_ns);
  if (options.types) {
    costs.of[SP_COST_TYPE] = cost(measured, PROGRAM_TYPE, loop_ns);
  } else {
    costs.of[SP_COST_UNRECORDED] = split(added_ns(measured, PROGRAM_TYPE), 0);
  }
  costs.of[SP_COST_INITIALIZER] = initializer_cost(measured, loop_ns);
  costs.of[SP_COST_SUPER] = super_cost(measured);
  costs.of[SP_COST_FAR] = far_cost(measured, options.builtins ? 2 : 1);
  costs.of[SP_COST_COROUTINE] = cost(measured, PROGRAM_COROUTINE, loop_ns);
  costs.of[SP_COST_STEP] = step_cost(measured);
  costs.of[SP_COST_SPAN] = cost(measured, PROGRAM_SPAN, 0);
  return costs;
}

static bool is_plausible(const Measured *measured, const sp_event_costs *costs) {
  return measured->probe_ns > 0 && isfinite(costs->slowdown) && costs->of[SP_COST_CALL].outside_ns > 0;
}

// ---- for a recording that starts

// WHY no error: with few frames left a recording is worth more than its costs.
static int give_up_without_depth(void) {
  if (!PyErr_ExceptionMatches(PyExc_RecursionError)) return -1;
  PyErr_Clear();
  return 0;
}

static int calibrate(KnownCosts *known) {
  Measured measured;
  StartOptions options = {.builtins = known->builtins, .types = known->types, .calibrating = true, .max_nodes = 1024};
  int attempts = 0;
  do {
    if (measure(&measured, known->backend, options) < 0) return give_up_without_depth();
  } while (!measured.steady && ++attempts < MOST_ATTEMPTS);
  sp_event_costs found = costs(&measured, options);
  if (is_plausible(&measured, &found)) known_costs_add(known, &found);
  return 0;
}

// WHY put off even where nothing came of it: it would be tried again at each start. Not where it was interrupted.
static int calibrate_if_due(KnownCosts *known) {
  if (!known_costs_are_due(known)) return 0;
  uint64_t began_ns = sp_tick_monotonic();
  if (calibrate(known) < 0) return -1;
  known_costs_put_off(known, sp_tick_monotonic() - began_ns);
  return 0;
}

int calibration_measure(const Backend *backend, StartOptions options) {
  KnownCosts *known = known_costs_of(backend, options.builtins, options.types);
  session.costs = (sp_event_costs){0};
  if (options.timed) return 0; // what a timer counts need not be time
  if (calibrate_if_due(known) < 0) return -1;
  session.costs = known_costs_median(known);
  // Targets have no CALL events, and all their calls count as `call`.
  if (options.targeted && backend == &monitoring_backend && session.costs.of[SP_COST_BARE_CALL].outside_ns > 0) {
    session.costs.of[SP_COST_CALL] = session.costs.of[SP_COST_BARE_CALL];
  }
  return 0;
}

PyObject *calibration_costs(void) {
  static const char *const kinds[SP_COST_KINDS] = {
      "call",       "bare_call", "unwind",    "resumption",  "awakening", "builtin", "method", "type",
      "unrecorded", "span",      "coroutine", "initializer", "super",     "far",     "step",
  };
  PyObject *dict = Py_BuildValue("{s:d,s:d}", "probe_ns", session.costs.probe_ns, "slowdown", session.costs.slowdown);
  for (int kind = 0; dict != NULL && kind < SP_COST_KINDS; kind++) {
    const sp_event_cost *cost = &session.costs.of[kind];
    PyObject *pair = Py_BuildValue("(dd)", cost->inside_ns, cost->outside_ns);
    if (pair == NULL || PyDict_SetItemString(dict, kinds[kind], pair) < 0) Py_CLEAR(dict);
    Py_XDECREF(pair);
  }
  return dict;
}
