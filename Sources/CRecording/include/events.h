// The event path: what the hook calls, once per event of the interpreter. Implemented in Swift, module Recording.
//
// Cost: a few nanoseconds and one reading of the tick counter; no allocation, no lock, no reference counting,
// unless the callee is new in its context or the thread has been switched out since the last event.
//
// Threads: a recorder belongs to one thread, and only that thread calls these functions with it. Different recorders of
// one recording may be in events at the same time, with or without a GIL: what they share (functions, memory, the list
// of threads) is behind a lock that the usual event does not take, and that is never held while sp_host is asked.
//
// A recorder is *in an event* from the call of one of these functions to its return, and likewise in
// sp_recorder_enter_open and in an sp_recording_register that names it. Some functions of CSwiftProf.h read or change
// what belongs to other recorders' threads. They are called only while no other recorder of the recording is in an
// event; whoever calls them sees to that (the GIL does, or else a pause of the caller's making):
//
//   sp_snapshot_take, sp_recording_retire, sp_recording_free, sp_recording_note_fork,
//   sp_recorder_end and sp_recorder_enter_open of a recorder that is another thread's
//
// All others may be called by any thread at any time, during events of others as well: sp_recorder_create,
// sp_recorder_end and sp_recorder_enter_open of the caller's own recorder, sp_recorder_identify, sp_recording_register.
#ifndef CRECORDING_EVENTS_H
#define CRECORDING_EVENTS_H

#include <stdint.h>

#ifdef __clang__
#pragma clang assume_nonnull begin
#else
#define _Nullable
#endif

typedef struct sp_recorder sp_recorder;

// Identifies a callee: the address of a code object, or with bit 0 set of a PyMethodDef or a type (all are aligned).
typedef uint64_t sp_key;
#define SP_KEY_NATIVE 1ull // bit 0: a C function, or a type
#define SP_KEY_SCOPE 2ull  // bit 1: a span or a label, which have numbers

// A span's or a label's key. Register it with sp_callee.first_line = number: that is how the core finds the way back.
static inline sp_key sp_scope_key(uint32_t number) { return (sp_key)number << 2 | SP_KEY_SCOPE; }

// An event. `callee` is not looked at, only handed to sp_host.describe if the key is not known. Gives back
// sp_host.answer, so that a callback can end with this call as a jump: the value which the interpreter wants from it
// (0 for a profile function, None for a sys.monitoring callback).
typedef void *_Nullable sp_event(sp_recorder *recorder, sp_key key, void *_Nullable callee);

// Each clock has its own entry points, so that the usual one has no branch for the others.
sp_event sp_call_tsc;       // a call; the processor's time-stamp counter
sp_event sp_resume_tsc;     // a suspended generator or coroutine goes on: like a call, but counted as a resumption
sp_event sp_leave_tsc;      // a return, or the suspension of a generator
sp_event sp_bare_call_tsc;  // a call, counted as SP_COST_BARE_CALL
sp_event sp_unwind_tsc;     // an end by exception
sp_event sp_call_monotonic; // the same with CLOCK_MONOTONIC
sp_event sp_resume_monotonic;
sp_event sp_leave_monotonic;
sp_event sp_bare_call_monotonic;
sp_event sp_unwind_monotonic;
sp_event sp_call_timer; // the time is sp_recorder.timer_tick; what events cost is of no interest there
sp_event sp_resume_timer;
sp_event sp_leave_timer;
// Something is called that has events and is not recorded (SP_COST_UNRECORDED): counted in the innermost open call. Reads
// no clock. Neither key nor callee are looked at.
sp_event sp_note_unrecorded;
sp_event sp_note_super; // the same for `super` (SP_COST_SUPER)

// Coroutines and async generators: `frame` is the address of the interpreter's frame, which is part of the generator
// object, so that no other frame has it while this one lives.
typedef void *_Nullable sp_frame_event(sp_recorder *recorder, sp_key key, void *_Nullable callee, uint64_t frame);
sp_frame_event sp_suspend_tsc; // like leave; the time until the frame is awakened or forgotten counts as suspended.
                               // Scopes open above the frame's call are closed, and opened again when it is awakened
sp_frame_event sp_awaken_tsc;  // like resume. If sp_host.unfamiliar is called, the frame was not known as suspended
sp_frame_event sp_suspend_monotonic;
sp_frame_event sp_awaken_monotonic;
sp_frame_event sp_suspend_timer;
sp_frame_event sp_awaken_timer;

// Scopes: spans and labels, which are no frames of the interpreter. They open below the innermost open call that is not
// the profiler's own (SP_OWN, those above it are closed), and close with it at the latest. `callee` is not looked at: the
// key must be registered.
sp_event sp_open_scope_tsc;  // a call of it; gives back the answer
sp_event sp_close_scope_tsc; // does nothing if it is not open above the innermost open frame
sp_event sp_open_scope_monotonic;
sp_event sp_close_scope_monotonic;
sp_event sp_open_scope_timer;
sp_event sp_close_scope_timer;

// The entry points of the clock in use, as a table.
typedef struct sp_event_functions {
  sp_event *call, *resume, *leave;
  sp_event *bare_call, *unwind, *note_unrecorded, *note_super;
  sp_event *open_scope, *close_scope;
  sp_frame_event *suspend, *awaken;
} sp_event_functions;

// What the core asks of whoever feeds it events, off the usual path, in the middle of an event, in the event's thread,
// with no lock held: it may call back.
typedef struct sp_host {
  void *_Nullable context;
  void *_Nullable answer; // what every event of this recorder gives back
  // No function is known by this key: register one (sp_recording_register).
  void (*describe)(void *_Nullable context, sp_key key, void *_Nullable callee);
  // The thread has been switched out since its last event, or this is its first: others may have been born.
  // The last thing in the event: may end the recorder.
  void (*switched)(void *_Nullable context);
  // A watched function (sp_callee.watched) has just been called.
  void (*watched)(void *_Nullable context, void *_Nullable callee);
  // A context is new: what is the place like that it is called from (SP_PLACE_*)?
  uint32_t (*place)(void *_Nullable context, sp_key key);
  // A frame is awakened that was not known as suspended: it was before the recording began, or was not recorded.
  void (*unfamiliar)(void *_Nullable context, void *_Nullable callee, uint64_t frame);
} sp_host;

#ifdef __clang__
#pragma clang assume_nonnull end
#endif

#endif
