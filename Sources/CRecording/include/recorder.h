// What a recorder keeps outside of the region: pointers into it, and the tables that find a callee's node.
// Nothing here is part of the layout that other processes may read.
#ifndef CRECORDING_RECORDER_H
#define CRECORDING_RECORDER_H

#include "events.h"
#include "records.h"

// Swift then sees no optional where there is always something.
#ifdef __clang__
#pragma clang assume_nonnull begin
#endif

// One entry of the callee cache: in context `parent`, the callee `key` is node `node`. Four fill a cache line.
typedef struct sp_callee_way {
  uint64_t key;
  uint32_t parent;
  uint32_t node;
} sp_callee_way;

// A frame that is not running: suspended, or made and not begun yet.
typedef struct sp_idle_frame {
  uint64_t frame; // address of the interpreter's frame; 0: no entry
  uint64_t tick;  // since when
  uint32_t node;  // suspended: its context. Made: the context that made it
  uint32_t extra; // suspended: the task that it is the outermost frame of, or sp_held_scopes, see SP_HELD. Made: the
                  // task that made it
} sp_idle_frame;
#define SP_HELD 0x80000000u // in sp_idle_frame.extra: the rest is the cell of an sp_held_scopes

// What is opened again with a frame. A cell of the region, taken from a list and given back to it.
typedef struct sp_held_scopes {
  uint32_t next;
  uint32_t task; // as sp_idle_frame.extra without scopes
  uint32_t node; // context of the frame; the scopes are the contexts between it ...
  uint32_t top;  // ... and this one
} sp_held_scopes;

// Frames by address: open addressing, at most three quarters full.
typedef struct sp_frame_table {
  sp_idle_frame *entries;
  uint32_t mask; // number of entries - 1
  uint32_t count;
  uint32_t limit; // of count, before the table grows
} sp_frame_table;

// A step of a task: from the beginning or awakening of its outermost frame until that is left.
typedef struct sp_step {
  uint64_t began_wall_ticks; // what the thread had recorded by then
  uint64_t stretch_ticks;    // the longest time without any event in it ...
  uint32_t stretch_node;     // ... and the context in which it passed
  uint32_t task;
  uint32_t interrupted_task; // who ran before
  uint32_t common_node;  // innermost context that all readings of the CPU clock in this step saw open, 0: none yet ...
  uint32_t common_depth; // ... and where it lies on the stack
  uint32_t depth;        // of the stack, with the step's outermost call
} sp_step;

// What belongs to a stack of open calls: put away and brought back with it when greenlets switch.
typedef struct sp_stack_state {
  uint32_t lost_calls;          // calls for which the stack could not grow, open now
  uint32_t special_before_loss; // sp_open_call.special of the call below them
  uint32_t folded_node;         // node that the folded calls open now are charged to ...
  uint32_t label_depth;         // where the innermost open label lies on the stack, 0: none
  uint64_t folded_wall_mark;    // ... and how much of its time is told apart by function already
  uint64_t folded_wait_mark;
  sp_step *_Nullable steps; // open steps, innermost last
  uint32_t step_count;
  uint32_t step_capacity;
  uint32_t host_word; // whatever the bridge keeps for each stack
} sp_stack_state;

// A greenlet of a thread, and its open calls while another one runs (Recording/Greenlets.swift).
typedef struct sp_greenlet {
  uint64_t id;                        // never 0
  struct sp_greenlet *_Nullable next; // in its bucket of the table, or among those that are free
  uint32_t task;                      // its own, 0: nobody has named it
  uint32_t parked;                    // its sp_parked_stack
  // What follows is kept for it here while it does not run.
  sp_open_call *_Nullable stack; // as sp_recorder's
  uint32_t stack_cell;           // as sp_thread.stack ...
  uint32_t stack_capacity;       // ... and the others there
  uint32_t depth;
  uint32_t running_task;    // sp_recorder.task
  uint64_t left_wall_ticks; // what the thread had recorded when it was left
  sp_stack_state on_stack;  // as sp_recorder's
} sp_greenlet;

// The first cache line is read at every event, the second when a callee is not its caller's last, the rest when
// something is new.
struct sp_recorder {
  sp_node *current; // the node of the innermost open call
  sp_thread *thread;
  sp_open_call *stack;
  sp_node *nodes;       // cell 0 of the region, seen as nodes
  uint64_t *rseq_slot;  // the thread's rseq_cs; before the thread's first event, a word that never matches
  uint64_t armed;       // what stands there while the thread has not been switched out
  void *answer;         // what an event gives back: sp_host.answer, NULL included (EventPath.swift, Answer)
  sp_callee_way *cache; // buckets of four

  uint64_t cache_mask; // number of buckets - 1
  uint32_t *contexts;  // open addressing: (parent, function) -> node
  uint32_t contexts_mask;
  uint32_t context_count;
  uint32_t next_cell; // nodes are taken from a page of cells of the thread's own
  uint32_t end_cell;
  uint32_t thread_cell;
  uint32_t task;           // that runs now, 0: none ...
  uint64_t task_wall_mark; // ... and how much of the thread's recorded time is charged to tasks already
  uint64_t task_wait_mark;
  sp_stack_state on_stack;
  sp_frame_table suspended; // frames of coroutines and async generators
  sp_frame_table made;      // frames of coroutines that wait for their task's first step
  uint32_t free_held;       // list through sp_held_scopes.next
  sp_host host;
  uint64_t resync_interval_ticks;
  double ticks_per_ns;
  void *recording;       // Swift's Recording, not retained: it owns this recorder
  uint8_t bound;         // 1: the thread's own first event has been seen
  uint8_t cpu_synced;    // 1: sync_cpu_ns holds a reading of this thread's CPU clock
  uint32_t behind_ticks; // how far the counter was behind the last one read, 0: it is not

  // What the program's own timer says, which the bridge writes down before each event of a `*_timer` entry point: 0 the
  // first time, then what has passed since, and never less than before. A tick counts as a nanosecond.
  uint64_t timer_tick;

  sp_greenlet *_Nullable running;              // NULL before the thread's first switch of greenlets
  sp_greenlet *_Nullable *_Nullable greenlets; // buckets of a hash table by id; NULL before the first
  uint32_t greenlets_mask;                     // number of buckets - 1
  uint32_t greenlet_count;
  sp_greenlet *_Nullable free_greenlets; // have a stack each, for the next that are met
};

#ifdef __clang__
#pragma clang assume_nonnull end
#endif

#endif
