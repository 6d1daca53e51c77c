// The layout of a recording: one region of memory made of 64-byte cells.
//
//   region   | header | function | text ... | thread | open calls ... | node | node | ...
//   cell       0        1          2          4        6
//
// Records name each other by cell index (32 bits, 0 = none), never by pointer, so that the same bytes mean
// the same in another process or in a file. This header is the one definition for Swift, for C, for any reader.
// Times are in ticks of the clock that the header names; its calibration turns them into nanoseconds.
#ifndef CRECORDING_RECORDS_H
#define CRECORDING_RECORDS_H

#include <stdint.h>

#define SP_CELL_BYTES 64u
#define SP_MAGIC 0x31464f5250465753ull // "SWFPROF1", little-endian
#define SP_LAYOUT_VERSION 7u
// A probe of one tick.
#define SP_PROBE_SPEED (1ull << 40)

// What a callee is. Values are part of the layout: append, never renumber.
typedef enum sp_kind {
  SP_KIND_PYTHON = 0,  // a code object
  SP_KIND_BUILTIN = 1, // a C function of a module: builtins.len
  SP_KIND_METHOD = 2,  // a C method of a type: list.append
  SP_KIND_GC = 3,      // a collection of the garbage collector, one function per generation
  SP_KIND_THREAD = 4,  // the root of a thread's tree, nobody's function
  SP_KIND_FOLDED = 5,  // contexts that no longer got a node of their own
  SP_KIND_TYPE = 6,    // a type that is called: dict(), a class
  SP_KIND_CUT = 7,     // never recorded: several contexts that a filter took together
  SP_KIND_SPAN = 8,    // a stretch of the program that it named itself
  SP_KIND_LABEL = 9,   // nobody's function: what is below belongs to a context or to sessions, see sp_label_key
} sp_kind;

// Who sees a function in a profile.
typedef enum sp_visibility {
  SP_SHOWN = 0,
  SP_OWN = 1,          // the profiler's own: left out with everything below it
  SP_PASS_THROUGH = 2, // the profiler's own, but calls the user's code: left out, its callees move up
} sp_visibility;

// What the place is like that a context was called from the first time; it may be called from others too.
enum {
  SP_PLACE_FAR = 1, // far behind in its function's code, see SP_COST_FAR
  SP_PLACE_BARE = 2 // no CALL instruction, where no event tells: see SP_COST_BARE_CALL
};

// Cell 0.
typedef struct sp_header {
  uint64_t magic;
  uint32_t layout_version;
  uint32_t process_id;
  uint64_t start_tick;         // the recording's first tick ...
  uint64_t start_monotonic_ns; // ... and CLOCK_MONOTONIC at that moment
  uint64_t start_unix_ns;
  double ticks_per_ns;     // calibration at start; a snapshot measures it again over the whole recording
  uint32_t used_cells;     // bump pointer: cells [0, used_cells) hold records
  uint32_t first_function; // list through sp_function.next
  uint32_t first_thread;   // list through sp_thread.next
  uint32_t tasks_left_out; // for which there was no room
} sp_header;

#define SP_ALL_FAR 255u

// One function: all code objects with this file, first line and qualified name, or one C function.
typedef struct sp_function {
  uint32_t next;                 // next registered function
  uint32_t first_node;           // list through sp_node.next_of_function
  uint32_t text;                 // cell where the four texts stand one after the other, UTF-8, unterminated
  uint32_t name_bytes;           // name, as co_name: "append"
  uint32_t qualified_name_bytes; // as co_qualname: "list.append"
  uint32_t module_bytes;
  uint32_t file_bytes; // empty for C functions
  int32_t first_line;  // 0 for C functions
  uint8_t kind;        // sp_kind
  uint8_t visibility;  // sp_visibility
  uint8_t watched;     // 1: the host is told of every call
  uint8_t is_async;    // 1: a coroutine function or an async generator
  uint8_t far_calls;   // how many of its code's calls are far (SP_COST_FAR), in parts of SP_ALL_FAR ...
  uint8_t far_returns; // ... of its returns ...
  uint8_t far_yields;  // ... and of its yields
  uint8_t reserved[25];
} sp_function;

// One calling context: a distinct path of calls of one thread. One cache line.
// Times are self times: what passed while this context was the innermost open call. Inclusive times are sums
// over the subtree. WHY self and not inclusive: one addition per event instead of two stamps kept per open
// call; self times of a thread always add up; a folded callee cannot make its caller's time wrong.
typedef struct sp_node {
  uint64_t self_wall_ticks;
  uint64_t self_wait_ticks; // the part of it that the thread was off the processor: CPU = wall - wait
  uint64_t calls;
  uint64_t resumptions; // re-entries of a suspended generator or coroutine, not calls
  uint64_t last_key;    // key of the callee called last from here ...
  uint32_t last_child;  // ... and its node: most calls are answered by this one compare
  uint32_t parent;      // 0 for the root of a thread
  uint32_t function;
  uint32_t thread : 30;      // a region has no more cells
  uint32_t place : 2;        // SP_PLACE_* together
  uint32_t next_of_function; // next node of the same function, any thread
  uint32_t extras;           // sp_extras, 0: none of its numbers has anything to say
} sp_node;

// Numbers of a calling context that most have no use for.
typedef struct sp_extras {
  uint64_t suspended_ticks;  // how long its coroutines and async generators have been suspended, all taken together
  uint64_t bare_calls;       // those of `calls` that no CALL instruction made, see SP_COST_BARE_CALL
  uint64_t unwinds;          // times that it was left by an exception
  uint64_t unrecorded_calls; // made from it: calls that had events and were not recorded
  uint64_t super_calls;      // made from it: of `super`, not among the unrecorded
  uint64_t unused[3];
} sp_extras;

// What runs in turns with others of its kind on one thread, and has a total of its own.
typedef enum sp_task_kind {
  SP_TASK_COROUTINE = 0, // an asyncio or trio task
  SP_TASK_GREENLET = 1,
} sp_task_kind;

// One task or greenlet. It runs in steps; between them others do.
typedef struct sp_task {
  uint64_t wall_ticks; // of its steps
  uint64_t wait_ticks; // the part of it that the thread was off the processor
  uint64_t suspended_ticks;
  uint64_t longest_ticks; // of its longest step ...
  uint32_t longest_node;  // ... and the context in which most of that passed, 0: too short to tell
  uint32_t steps;
  uint32_t node;         // context of its first step's outermost call; 0: not known
  uint32_t creator_node; // context that made it; 0: not known
  uint32_t creator_task; // sp_task that made it; 0: none, or not known
  uint32_t name;         // cell of the name, UTF-8; with SP_TASK_NUMBERED the N of "Task-N"
  uint32_t next;         // list through sp_thread.first_task
  uint16_t name_bytes;
  uint8_t kind;  // sp_task_kind
  uint8_t flags; // of the below
} sp_task;
#define SP_TASK_NUMBERED 1u // WHY: these names are most of all names, and a text takes a cell
#define SP_TASK_ENDED 2u

// One entry of a thread's shadow stack; four fill a cell. Entry 0 is the thread's root and never popped.
typedef struct sp_open_call {
  uint64_t key; // the callee key that must come back with the return
  union {
    struct {
      uint32_t node;
      uint32_t special; // 0 for a plain call; else its return goes the long way (Recording/OpenCall.swift)
    };
    uint64_t plain_node; // both at once
  };
} sp_open_call;

// One thread. The first cell is written at every event, the others seldom.
typedef struct sp_thread {
  uint64_t last_tick;       // time up to here is accounted for
  uint64_t resync_tick;     // from here on the CPU clock is read again in any case
  uint32_t depth;           // open calls, root included: at least 1
  uint32_t stack;           // first cell of the open calls
  uint32_t stack_capacity;  // in open calls
  uint32_t root;            // root node
  uint64_t sync_tick;       // the last reading of the CPU clock ...
  uint64_t sync_cpu_ns;     // ... and what it read
  int64_t wait_carry_ticks; // measured waiting not yet attributed (noise of the two clocks)
  uint64_t profiler_ticks;  // spent by the profiler itself off the event path, charged to nobody

  uint32_t next;
  uint32_t os_id;
  uint64_t python_ident;
  uint64_t start_tick;
  uint64_t end_tick;  // 0 while it runs
  uint64_t resyncs;   // readings of the CPU clock by system call
  uint64_t unmatched; // Python returns that did not fit the open calls, ignored
  uint32_t name;      // cell of the name, UTF-8
  uint32_t name_bytes;
  uint32_t first_folded;  // list through sp_folded.next
  uint8_t started_before; // 1: ran already when the recording started
  uint8_t lacks_rseq;     // 1: events had to read the CPU clock
  uint8_t reserved[2];

  uint64_t total_wait_ticks; // all waiting attributed so far
  uint64_t folded_calls;     // calls whose context found no room (see sp_folded)
  uint32_t first_task;       // list through sp_task.next
  uint32_t first_parked;     // list through sp_parked_stack.next
  uint64_t probe_speeds;     // how fast the machine was at each probe: the sum of SP_PROBE_SPEED / its ticks ...
  uint64_t probes;           // ... of which there were so many
  uint64_t next_probe_tick;
  uint64_t set_back_ticks;    // by how much the counter was set back; the ticks above were too
  uint32_t steps_back;        // times that a reading was a little lower than the one before ...
  uint32_t most_behind_ticks; // ... and by how much at most
} sp_thread;

// The open calls of a greenlet that is not running. One cell, used again and again.
typedef struct sp_parked_stack {
  uint32_t next;
  uint32_t stack; // first cell of the open calls
  uint32_t depth; // 0: free
  uint32_t unused[13];
} sp_parked_stack;

// What one thread did in one function after the node budget was spent. Such calls share one node of kind
// SP_KIND_FOLDED below the last context that had a node; here the function's own totals stay exact.
typedef struct sp_folded {
  uint32_t next;
  uint32_t function;
  uint64_t calls;
  uint64_t primitive_calls;
  uint64_t resumptions;
  uint64_t self_wall_ticks;
  uint64_t self_wait_ticks;
  uint64_t total_wall_ticks; // of outermost calls
  uint64_t total_wait_ticks;
  uint64_t entered_wall_ticks; // thread's recorded wall and wait when the outermost open call began
  uint64_t entered_wait_ticks;
  uint32_t open;     // folded calls open now
  uint8_t outermost; // 1: the first of the open ones is an outermost call
  uint8_t reserved[3];
  uint64_t unused[5];
} sp_folded;

#endif
