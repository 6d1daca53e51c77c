// A fixed piece of work: how long it takes tells how fast the machine is just now (Recording/Pace.swift).
#ifndef CRECORDING_PROBE_H
#define CRECORDING_PROBE_H

// Some 20 ns of loads, stores, additions and jumps, like the event path and the interpreter themselves.
void sp_probe_work(void);

#endif
