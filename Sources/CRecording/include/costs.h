// What the events of one call add to the program that is profiled, by kind: measured by the bridge when a recording
// starts, taken out of the times when a profile is made of it (Profiles/Overhead).
#ifndef CRECORDING_COSTS_H
#define CRECORDING_COSTS_H

typedef enum sp_cost_kind {
  SP_COST_CALL = 0,       // a Python function, called by a CALL instruction: with the event of that, where there is one
  SP_COST_BARE_CALL = 1,  // the same without: called by C code, by an operator, as a property
  SP_COST_UNWIND = 2,     // what leaving by an exception adds to leaving by a return
  SP_COST_RESUMPTION = 3, // a generator goes on, and is suspended again
  SP_COST_AWAKENING = 4,  // a coroutine or async generator does
  SP_COST_BUILTIN = 5,    // a C function
  SP_COST_METHOD = 6,     // a method descriptor: list.append
  SP_COST_TYPE = 7,       // a type, where types are recorded
  SP_COST_UNRECORDED = 8, // what is called is not recorded, but has events all the same: all of it outside
  SP_COST_SPAN = 9,       // a span is opened and closed
  SP_COST_COROUTINE = 10, // a coroutine or async generator begins, by a call that is awaited, and ends
  SP_COST_INITIALIZER = 11, // the bare call of an __init__, and what its type's call costs beyond that of another type
  SP_COST_SUPER = 12,       // super() with a method of it, which is called apart: all of it outside
  // What one event costs more if it happens far behind in the code of its function: the interpreter hands its offset on as
  // an int, and has only small ones ready (CPython, Objects/longobject.c). Inside: before the clock is read.
  SP_COST_FAR = 13,
  SP_COST_STEP = 14, // what an awakening costs more that is a step of a task
} sp_cost_kind;
#define SP_COST_KINDS 15

// WHY two parts: an event's callback begins in one function and ends in another, with the clock read in between.
typedef struct sp_event_cost {
  double inside_ns;  // within the callee's own measured time
  double outside_ns; // within its caller's
} sp_event_cost;

typedef struct sp_event_costs {
  sp_event_cost of[SP_COST_KINDS]; // by sp_cost_kind; 0 is for what was not measured
  double probe_ns; // sp_speed_probe_ns meanwhile: the machine may be faster or slower later; 0: nothing was measured
  double slowdown; // Python code without any call takes so many times as long while recorded; 1: as long
} sp_event_costs;

#endif
