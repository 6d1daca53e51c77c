// Holding all recorders still, to look at them or take them away.
//
// With the GIL nothing is needed: who has it is alone, and an event never gives it up. Without, each thread says in a
// word of its own hook that it is in an event, with a plain store; who wants a pause says so in one word for all, and
// makes the stores of all threads visible by a system call (membarrier), so that the price is paid by who pauses.
// The order is Dekker's: a thread stores its word, then reads `pause_wanted`; who pauses does it the other way round.
#ifndef PYTHONBRIDGE_PAUSE_H
#define PYTHONBRIDGE_PAUSE_H

#include "Interpreter.h"

#ifdef Py_GIL_DISABLED

#include <stdatomic.h>

#define PAUSE_WORD atomic_uint in_event

extern atomic_bool pause_wanted;
extern bool pause_needs_fence; // where the system has no membarrier

// Once per module; nothing to fail.
void pause_prepare(void);
// Waits until no thread is in an event, the calling one aside, and keeps them out; then lets them go on. Pauses do
// not nest. Between the two no Python code may run and the calling thread must stay out of events.
void pause_begin(void);
void pause_end(void);
// Waits until nobody wants a pause.
void pause_wait(void);

// WHY here: the compiler must not move what the event does before the store, the processor is held by membarrier.
#define PAUSE_ENTER(hook)                                                          \
  do {                                                                             \
    atomic_store_explicit(&(hook)->in_event, 1, memory_order_relaxed);             \
    if (SP_UNLIKELY(pause_needs_fence)) atomic_thread_fence(memory_order_seq_cst); \
    atomic_signal_fence(memory_order_seq_cst);                                     \
  } while (0)
#define PAUSE_LEAVE(hook) atomic_store_explicit(&(hook)->in_event, 0, memory_order_release)

#else

#define PAUSE_WORD uint32_t in_event
static inline void pause_prepare(void) {}
static inline void pause_begin(void) {}
static inline void pause_end(void) {}

#endif

#endif
