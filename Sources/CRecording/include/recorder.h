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
  uint32_t lost_calls;          // calls for which the stack could not grow, open now
  uint32_t special_before_loss; // sp_open_call.special of the call below them
  uint32_t folded_node;         // node that the folded calls open now are charged to ...
  uint64_t folded_wall_mark;    // ... and how much of its time is told apart by function already
  uint64_t folded_wait_mark;
  sp_host host;
  uint64_t resync_interval_ticks;
  double ticks_per_ns;
  void *recording;    // Swift's Recording, not retained: it owns this recorder
  uint8_t bound;      // 1: the thread's own first event has been seen
  uint8_t cpu_synced; // 1: sync_cpu_ns holds a reading of this thread's CPU clock
};

#ifdef __clang__
#pragma clang assume_nonnull end
#endif

#endif
