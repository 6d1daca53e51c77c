// A fixed piece of work: how long it takes tells how fast the machine is just now (Recording/Pace.swift).
#ifndef CRECORDING_PROBE_H
#define CRECORDING_PROBE_H

#include <stdint.h>

// Some 20 ns of loads, stores, additions and jumps, like the event path and the interpreter themselves.
//
// WHY not a chain of multiplications, which is bound to the processor's clock alone: a neighbour on the other half of a core
// takes half of what runs side by side and nothing of what waits. Measured, the cost of a call over the time of the probe
// stayed within 4 % of its median (half of all) and 10 % (nine in ten) with this, 17 % and 38 % with the chain.
// WHY unrolled: after a millisecond of other code the end of a loop is mispredicted time and again, and the probe a tenth slower.
// WHY not inline: each copy would come cold to its first run. WHY in a header: then it is Swift's compiler that compiles it, with
// debug information that valgrind reads (Tests/Instructions).
__attribute__((noinline, unused)) static void sp_probe_work(void) {
  volatile uint64_t words[32] = {0};
#define SP_PROBE_STEP(i)                         \
  words[(i) & 7] += (i);                         \
  words[8 + ((i) & 7)] ^= words[16 + ((i) & 7)]; \
  if (words[24] != 0) words[25]++;               \
  words[24 + ((i) & 7)] = 0;
#define SP_PROBE_FIVE_STEPS(i) \
  SP_PROBE_STEP(i) SP_PROBE_STEP(i + 1) SP_PROBE_STEP(i + 2) SP_PROBE_STEP(i + 3) SP_PROBE_STEP(i + 4)
  SP_PROBE_FIVE_STEPS(0)
  SP_PROBE_FIVE_STEPS(5)
  SP_PROBE_FIVE_STEPS(10)
#undef SP_PROBE_FIVE_STEPS
#undef SP_PROBE_STEP
}

#endif
