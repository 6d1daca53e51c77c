#include "KnownCosts.h"

#include "Median.h"

enum {
  COMBINATIONS = 8,  // two backends, with and without builtins, with and without types
  TIMES_WITHOUT = 50 // after a calibration, so many times as long without one
};

KnownCosts *known_costs_of(const Backend *backend, bool builtins, bool types) {
  static KnownCosts all[COMBINATIONS];
  KnownCosts *known = all;
  while (known->backend != NULL &&
         (known->backend != backend || known->builtins != builtins || known->types != types)) {
    known++;
  }
  known->backend = backend;
  known->builtins = builtins;
  known->types = types;
  return known;
}

bool known_costs_are_due(const KnownCosts *known) { return sp_tick_monotonic() >= known->due_ns; }

void known_costs_put_off(KnownCosts *known, uint64_t took_ns) {
  known->due_ns = sp_tick_monotonic() + TIMES_WITHOUT * took_ns;
}

void known_costs_add(KnownCosts *known, const sp_event_costs *costs) {
  known->calibrations[known->count++ % CALIBRATIONS_KEPT] = *costs;
}

// ---- medians

static unsigned kept(const KnownCosts *known) {
  return known->count < CALIBRATIONS_KEPT ? known->count : CALIBRATIONS_KEPT;
}

// Of one kind's, as if all had been measured at the speed at which the probe takes `probe_ns`. WHY each part by itself:
// they add up to the median of their sums nearly enough.
static sp_event_cost median_cost(const KnownCosts *known, int kind, double probe_ns) {
  double inside[CALIBRATIONS_KEPT], outside[CALIBRATIONS_KEPT];
  for (unsigned i = 0; i < kept(known); i++) {
    const sp_event_costs *costs = &known->calibrations[i];
    double pace = costs->probe_ns / probe_ns;
    inside[i] = costs->of[kind].inside_ns / pace;
    outside[i] = costs->of[kind].outside_ns / pace;
  }
  return (sp_event_cost){median(inside, kept(known)), median(outside, kept(known))};
}

sp_event_costs known_costs_median(const KnownCosts *known) {
  sp_event_costs costs = {0};
  double probes[CALIBRATIONS_KEPT], slowdowns[CALIBRATIONS_KEPT];
  if (known->count == 0) return costs;
  for (unsigned i = 0; i < kept(known); i++) {
    probes[i] = known->calibrations[i].probe_ns;
    slowdowns[i] = known->calibrations[i].slowdown;
  }
  costs.probe_ns = median(probes, kept(known));
  costs.slowdown = median(slowdowns, kept(known));
  for (int kind = 0; kind < SP_COST_KINDS; kind++) costs.of[kind] = median_cost(known, kind, costs.probe_ns);
  return costs;
}
