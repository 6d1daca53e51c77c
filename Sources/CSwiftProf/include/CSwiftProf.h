// The cold side of swiftprof's core in C: recordings, profiles, formats. Implemented in Swift, module SwiftProf.
//
// Ownership: functions named *_create and *_take give an object that the caller frees with *_free.
// Texts: UTF-8, not terminated, owned by the object they come from, valid until that is freed.
// Threads: a recording may be used by many threads at once, with or without a GIL; the functions marked "events kept
// out" only while no other recorder of the recording is in an event (CRecording/events.h says what that is). Profiles
// may be read by any thread.
// Errors: a function that can fail takes `sp_error *error` and returns NULL or false; `error` says what
// happened in one sentence. No function raises, exits or prints.
#ifndef CSWIFTPROF_H
#define CSWIFTPROF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "CRecording.h"

typedef struct sp_text {
  const char *bytes;
  size_t count;
} sp_text;

typedef enum sp_error_code {
  SP_ERROR_NONE = 0,
  SP_ERROR_MEMORY,     // the system gave no memory
  SP_ERROR_BAD_OPTION, // unknown format, sort key, clock ...
  SP_ERROR_BAD_INPUT,  // a file that is no profile, or a damaged one
} sp_error_code;

typedef struct sp_error {
  sp_error_code code;
  char message[512]; // terminated
} sp_error;

// ---- clocks -----------------------------------------------------------------------------------------

typedef struct sp_clock_info {
  bool tsc;  // wall: time-stamp counter, else CLOCK_MONOTONIC
  bool rseq; // CPU: checked by rseq, else a system call at every event
  double ticks_per_ns;
  double wall_cost_ns; // one reading
  double cpu_cost_ns;  // one reading while the thread is not switched out
  double cpu_syscall_cost_ns;
  char wall_reason[160]; // why this clock, terminated
  char cpu_reason[160];
} sp_clock_info;

// Takes the first sample of the clocks' calibration: call it when the library is loaded, so that starting is quick, and
// before you register handlers of your own with pthread_atfork: those of the child run in the order of registration.
void sp_prepare(void);
void sp_clock_info_get(sp_clock_info *info);
// How long a fixed piece of work takes now, nanoseconds, timed once: take the median of several. Some 2 us. Event costs are so
// many times as large as when this was so many times as long.
double sp_speed_probe_ns(void);
// The entry points that fit the clock in use.
sp_event_functions sp_event_functions_get(void);
// Those for a timer of the program's own (sp_recording_options.own_timer).
sp_event_functions sp_timer_functions_get(void);

// ---- recording --------------------------------------------------------------------------------------

typedef struct sp_recording sp_recording;

typedef struct sp_recording_options {
  uint64_t max_nodes;   // 0: the default, 4 million
  sp_event_costs costs; // measured by the bridge; all 0: unknown, then nothing is taken out
  bool own_timer;       // time is what sp_recorder.timer_tick says; no CPU time is measured
  bool exclusive;       // no two recorders are ever in events at the same time: the GIL sees to that
} sp_recording_options;

typedef struct sp_callee {
  sp_kind kind;
  sp_visibility visibility;
  int32_t first_line;
  sp_text name, qualified_name, module, file;
  bool watched;  // sp_host.watched is told of every call; such calls are dearer
  bool is_async; // a coroutine function or an async generator
  // What part of the calls, returns and yields in its code are far (SP_COST_FAR), of SP_ALL_FAR.
  uint8_t far_calls, far_returns, far_yields;
} sp_callee;

typedef struct sp_thread_description {
  uint32_t os_id; // kernel thread id; 0: not known yet, the thread's first event tells
  uint64_t python_ident;
  sp_text name;
  bool started_before;
  sp_host host; // asked in the middle of the thread's events
} sp_thread_description;

sp_recording *sp_recording_create(const sp_recording_options *options, sp_error *error);
// Frees the recording and all its recorders. No event may come any more, nor any other call.
void sp_recording_free(sp_recording *recording);

// A recorder for one thread, owned by the recording; NULL when there is no memory. May be called by another
// thread than the one described, which the recorder belongs to from its first event on.
sp_recorder *sp_recorder_create(sp_recording *recording, const sp_thread_description *thread);
// Enter a frame that is open already, outermost first. The callee must be registered. An event of the recorder, for
// which the host is not asked; for another thread's recorder: events kept out.
void sp_recorder_enter_open(sp_recording *recording, sp_recorder *recorder, sp_key key);
// The thread ended, or its hook was taken away: closes its open calls. The recorder must not be used again.
// For another thread's recorder: events kept out.
void sp_recorder_end(sp_recording *recording, sp_recorder *recorder);
// Who the thread is: Python learns a new thread's ident when it runs, `threading` names it later still.
void sp_recorder_identify(sp_recording *recording, sp_recorder *recorder, uint64_t python_ident, sp_text name);

// ---- tasks: coroutines that take turns on a thread, and greenlets. All of these are events of the recorder, the calling thread's own.

typedef struct sp_task_description {
  sp_task_kind kind;
  sp_text name;
  uint64_t frame; // of the coroutine that it runs, 0: none; what sp_recorder_note_creation told of it is used up
} sp_task_description;

// Somebody has made what will run this frame: the innermost open call did, or rather the innermost one that is not watched.
void sp_recorder_note_creation(sp_recorder *recorder, uint64_t frame);
// A new task or greenlet; its cell, or 0 when there is no memory, which all functions below take and ignore. Time since
// the last event is charged to nobody.
uint32_t sp_recorder_add_task(sp_recorder *recorder, const sp_task_description *task);
// The innermost open call is the outermost of a step of this task. The step ends when that call does; if it ends by
// suspension, the task's next step begins when its frame is awakened, without another call of this.
void sp_recorder_begin_step(sp_recorder *recorder, uint32_t task);
// A suspended frame is no more: it was closed, or its object has died, without any event of it.
void sp_recorder_forget_frame(sp_recorder *recorder, uint64_t frame);
// Whether this recorder knows the frame as suspended. O(1).
bool sp_recorder_is_suspended(const sp_recorder *recorder, uint64_t frame);

// The thread goes on with another greenlet: `from` and `to` are addresses, or any numbers but 0 that stand for them. The
// open calls of `from` are put away, or closed if it has ended; those of `to` come back. True: `to` has not been seen
// before, its open frames are to be entered now (sp_recorder_enter_open). Steps of tasks begin and end with it once it
// has been named by sp_recorder_name_greenlet.
bool sp_recorder_switch(sp_recorder *recorder, uint64_t from, bool from_ended, uint64_t to);
// Who the running greenlet is.
void sp_recorder_name_greenlet(sp_recorder *recorder, sp_text name);

// ---- labels: scopes of kind SP_KIND_LABEL. What is called below one belongs to its context and to its sessions; the
// innermost one tells it all. Name: the context's name; qualified_name: its tag; module: the numbers of the sessions,
// "3,17". Any may be empty.

// The key of the innermost label that is open, 0: none. O(1).
sp_key sp_recorder_label(const sp_recorder *recorder);
// Whether the innermost open call is the profiler's own (SP_OWN): to open a label there would close it. O(1).
bool sp_recorder_is_in_own(const sp_recorder *recorder);
// The innermost open call, if it was called directly below a label: the label closes with it. For labels that are opened
// just before a call on its account.
void sp_recorder_bind_label(sp_recorder *recorder);
// What stands below each label moves to where it would be without it, or below the label of `instead` (0: none), and is
// added up with what is there: for labels of sessions that have ended, so that their memory is used again. Labels that
// are open stay. Events kept out; O(nodes of the recording), however many labels. The number of labels that are gone.
size_t sp_recording_dissolve_labels(sp_recording *recording, const sp_key *labels, const sp_key *instead, size_t count);
// Whether the key means anything: it is registered, and neither retired nor dissolved. O(1).
bool sp_recording_knows(sp_recording *recording, sp_key key);

// In the child of a fork, before any event of it. Events kept out. The recording's lock is free in the child and what
// it guards is whole, whatever the other threads were doing: fork itself waits for that (pthread_atfork). Recorders of
// threads that are gone stay where they were, in the middle of an event perhaps: end them.
void sp_recording_note_fork(sp_recording *recording);

// Make a callee known: `key` then means this function until it is retired. With no memory left, calls of it are
// charged to "(folded)". Several threads may do so for one key at once. `recorder` is the calling thread's own, or
// NULL; the time since its last event is charged to nobody.
void sp_recording_register(sp_recording *recording, sp_recorder *recorder, sp_key key, const sp_callee *callee);
// The object behind `key` died: the address may come back as another function. Events kept out.
void sp_recording_retire(sp_recording *recording, sp_key key);

// ---- profile ----------------------------------------------------------------------------------------

typedef struct sp_snapshot sp_snapshot;
typedef struct sp_profile sp_profile;

// What has been recorded, with the calls open now counted up to now. Events kept out; a memory copy long. With `last`
// nothing is copied, and no event may come any more unless this fails.
sp_snapshot *sp_snapshot_take(sp_recording *recording, bool last, sp_error *error);
// Works the snapshot out into a profile; events may come meanwhile. Frees the snapshot.
sp_profile *sp_profile_create(sp_snapshot *snapshot, sp_error *error);
// What of a snapshot happened in one session (the number that labels bear), which was open for so long, worked out; the
// snapshot stays.
sp_profile *sp_profile_of_session(sp_snapshot *snapshot, uint64_t session, uint64_t duration_ns, sp_error *error);
void sp_snapshot_free(sp_snapshot *snapshot);
void sp_profile_free(sp_profile *profile);

// What is known of the program besides what the core measured, as text for people.
typedef struct sp_missing_target {
  sp_text name, reason;
} sp_missing_target;

typedef struct sp_facts {
  sp_text command;        // what was run
  sp_text python_version; // "CPython 3.11.7"
  sp_text backend;
  sp_text script_folder;
  const sp_missing_target *missing_targets;
  size_t missing_target_count;
} sp_facts;

// Another profile, with the same numbers and these facts. Cheap: they share what is large.
sp_profile *sp_profile_described(const sp_profile *profile, const sp_facts *facts);
void sp_profile_facts_get(const sp_profile *profile, sp_facts *facts);

// The profile in a file of any format that can be read.
sp_profile *sp_profile_read(const uint8_t *bytes, size_t count, sp_error *error);

typedef struct sp_texts {
  const sp_text *texts;
  size_t count;
} sp_texts;

// What of a profile is wanted; see Sources/Profiles/Filters/ProfileFilter.swift and docs/filters.md.
typedef struct sp_filter {
  sp_texts threads, ignore, focus, include, exclude;
  sp_texts contexts; // of the user's own, by name; tags as "tag:NAME"
  bool fold_library;
  int64_t depth;      // -1: any
  double min_percent; // 0: any
  sp_text clock; // that min_percent is about: "wall", "cpu", "wait"; empty: wall, or CPU where that alone was measured
} sp_filter;

// Another profile, with all times as they were recorded: the overhead put back.
sp_profile *sp_profile_raw(const sp_profile *profile, sp_error *error);
// Another profile, of what is wanted only.
sp_profile *sp_profile_filtered(const sp_profile *profile, const sp_filter *filter, sp_error *error);

// Profiles added up, one after the other; several threads may add.
typedef struct sp_merger sp_merger;
sp_merger *sp_merger_create(void);
void sp_merger_free(sp_merger *merger);
void sp_merger_add(sp_merger *merger, const sp_profile *profile);
// Adds a file without working its profile out. False: nothing was added.
bool sp_merger_add_file(sp_merger *merger, const uint8_t *bytes, size_t count, sp_error *error);
// The sum of what was added so far.
sp_profile *sp_merger_profile(const sp_merger *merger, sp_error *error);

// What was measured; the numbers of what was not mean nothing.
typedef enum sp_measure {
  SP_MEASURE_CALLS = 1,
  SP_MEASURE_WALL = 2,
  SP_MEASURE_CPU = 4,
  SP_MEASURE_RESUMPTIONS = 8,
  SP_MEASURE_CONTEXTS = 16, // calling contexts, not only functions and edges
  SP_MEASURE_SUSPENDED = 32,
} sp_measure;

typedef struct sp_profile_header {
  uint32_t process_id;
  uint64_t start_unix_ns;
  uint64_t duration_ns;
  uint64_t events;           // calls, returns, resumptions, suspensions recorded
  double event_pair_cost_ns; // what a call and return of a Python function added; 0: unknown
  uint64_t overhead_ns;      // of swiftprof itself, in all threads: taken out of the times unless `raw`
  bool raw;                  // all times are as recorded, with overhead_ns among them
  double slowdown;           // as sp_event_costs.slowdown: cannot be taken out; 0: unknown
  uint64_t folded_calls;
  uint64_t unmatched_returns;
  uint64_t cpu_resyncs;
  bool tsc, rseq;
  uint64_t runs;           // recordings that were added up
  uint32_t measures;       // of sp_measure
  uint64_t tasks_left_out; // tasks there were besides sp_profile_tasks, which ran for less time
} sp_profile_header;

typedef struct sp_times { // nanoseconds
  uint64_t self_wall, total_wall, self_cpu, total_cpu;
  uint64_t suspended; // of coroutines and async generators; what a callee was suspended its awaiter was too
  // What swiftprof itself took, which the times above are without: recorded is the sum of the two.
  uint64_t self_overhead_wall, total_overhead_wall, self_overhead_cpu, total_overhead_cpu;
} sp_times;

typedef struct sp_function_row {
  sp_kind kind;
  int32_t first_line;
  sp_text name, qualified_name, module, file;
  sp_text display_name; // for people: "app.db.Pool.get", "builtins.len", "list.append"
  uint64_t ncall, nprim, resumptions;
  uint64_t open; // calls that were open when the profile was taken
  sp_times times;
} sp_function_row;

typedef struct sp_edge_row { // calls from one function to another
  uint32_t caller, callee;   // indices of function rows; caller UINT32_MAX: called by the thread itself
  uint64_t ncall, nprim, resumptions;
  sp_times times;
} sp_edge_row;

typedef struct sp_thread_row {
  sp_text name;
  uint32_t os_id;
  uint64_t python_ident;
  bool started_before, ended;
  uint64_t start_ns, duration_ns;                       // relative to the recording's start
  uint64_t wall_ns, cpu_ns;                             // recorded; wall_ns == sum of the self times of its nodes
  uint64_t self_wall_ns, self_cpu_ns;                   // outside of any function
  uint64_t overhead_wall_ns, overhead_cpu_ns;           // swiftprof's own, which the four above are without
  uint64_t self_overhead_wall_ns, self_overhead_cpu_ns; // the part of it outside of any function
} sp_thread_row;

typedef struct sp_node_row { // parents stand before their children
  uint32_t parent;           // index of a node row; UINT32_MAX: top of its thread
  uint32_t function;
  uint32_t thread;
  uint64_t calls, resumptions;
  bool open;
  uint32_t label; // index of a label row; UINT32_MAX: none
  sp_times times;
} sp_node_row;

typedef struct sp_label_row { // the user's own contexts: see swiftprof.set_context
  sp_text context, tag;       // either may be empty
  uint64_t ncall;             // of functions called in it
  uint64_t self_wall, self_cpu;
} sp_label_row;

typedef struct sp_task_row { // a task or a greenlet
  sp_task_kind kind;
  sp_text name;
  sp_text function;     // display name of the outermost function it ran; may be empty
  sp_text creator;      // display name of the function that made it; may be empty
  sp_text creator_task; // name of the task or greenlet in which that was; may be empty
  uint32_t thread;      // index of a thread row
  bool ended;
  uint64_t steps;
  uint64_t wall_ns, cpu_ns; // of its steps
  uint64_t suspended_ns;    // between them
  uint64_t longest_step_ns;
  const sp_text *longest_path; // display names, outermost first: where most of that step passed
  size_t longest_path_count;
} sp_task_row;

void sp_profile_header_get(const sp_profile *profile, sp_profile_header *header);
// What is wrong with the clocks that the times come from, a sentence each.
const sp_text *sp_profile_clock_notes(const sp_profile *profile, size_t *count);
const sp_function_row *sp_profile_functions(const sp_profile *profile, size_t *count);
const sp_edge_row *sp_profile_edges(const sp_profile *profile, size_t *count);
const sp_thread_row *sp_profile_threads(const sp_profile *profile, size_t *count);
const sp_node_row *sp_profile_nodes(const sp_profile *profile, size_t *count);
const sp_label_row *sp_profile_labels(const sp_profile *profile, size_t *count);
const sp_task_row *sp_profile_tasks(const sp_profile *profile, size_t *count);

// ---- formats ----------------------------------------------------------------------------------------

// A prefix of file paths and what to show in its place: "/usr/lib/python3.11/" -> "".
typedef struct sp_path_root {
  sp_text prefix, shown_as;
} sp_path_root;

typedef struct sp_format_options {
  sp_text format;     // a name of sp_formats
  sp_text sort;       // table: a key of sp_sort_keys; empty: "tsub"
  uint32_t limit;     // table: rows; 0: all
  uint32_t width;     // table: columns of the terminal; 0: as wide as needed
  bool color;         // table: ANSI colours
  bool threads_table; // table: add the threads
  bool tasks_table;   // table: add tasks, greenlets and the user's own contexts
  sp_text clock; // formats with one time only: "wall", "cpu", "wait"; empty: wall, or CPU where that alone was measured
  sp_text thread_roots;      // pstats: "merge", "roots", or empty: roots when there are several threads
  double min_percent;        // tree: smaller branches are only counted
  int64_t depth;             // tree: deeper ones are only counted; -1: none is
  int32_t only_thread;       // callgrind: index of the one thread to write; -1: all
  const sp_path_root *roots; // table: how to shorten paths; the longest prefix that fits wins
  size_t root_count;
} sp_format_options;

typedef struct sp_buffer {
  uint8_t *bytes;
  size_t count;
} sp_buffer;

// Writes the profile in a format. The buffer is freed with sp_buffer_free.
bool sp_profile_write(const sp_profile *profile, const sp_format_options *options, sp_buffer *buffer, sp_error *error);
void sp_buffer_free(sp_buffer *buffer);

// The formats and the sort keys there are, one per line as "name\tfile endings, by blanks\tone-line description\tread"
// (the last field empty for those that can only be written) and "name\tdescription".
sp_text sp_formats(void);
sp_text sp_sort_keys(void);

// ---- comparisons ------------------------------------------------------------------------------------

typedef struct sp_diff sp_diff;

// Compares the profiles of one or more runs of each side; no side may be empty. The profiles stay the caller's.
sp_diff *sp_diff_create(const sp_profile *const *before, size_t before_count, const sp_profile *const *after,
                        size_t after_count);
void sp_diff_free(sp_diff *diff);

typedef struct sp_range { // over the runs of a side; a run that did not call the function counts as 0
  uint64_t low, median, high;
} sp_range;

typedef struct sp_diff_figures { // times in nanoseconds
  sp_range ncall, nprim, resumptions;
  sp_range self_wall, total_wall, self_cpu, total_cpu, self_wait, total_wait;
} sp_diff_figures;

typedef enum sp_diff_status {
  SP_DIFF_SAME,  // on both sides under one name
  SP_DIFF_NEW,   // after only
  SP_DIFF_GONE,  // before only
  SP_DIFF_MOVED, // on both sides, in another module or file
} sp_diff_status;

typedef struct sp_diff_function_row {
  sp_diff_status status;
  bool calls_changed, wall_changed, cpu_changed; // by more than the runs of a side differ; never of new and gone
  sp_callee before, after;                       // who it is on that side; without texts where it is not
  sp_text before_display_name, after_display_name;
  sp_diff_figures before_figures, after_figures;
} sp_diff_function_row;

typedef struct sp_diff_edge_row {
  uint32_t caller, callee; // indices of function rows; caller UINT32_MAX: called by the thread itself
  bool calls_changed;
  sp_diff_figures before_figures, after_figures;
} sp_diff_edge_row;

const sp_diff_function_row *sp_diff_functions(const sp_diff *diff, size_t *count);
const sp_diff_edge_row *sp_diff_edges(const sp_diff *diff, size_t *count);
// What all profiles of both sides have measured: the numbers of nothing else mean anything.
typedef struct sp_diff_measures {
  bool calls, resumptions, wall, cpu;
} sp_diff_measures;
sp_diff_measures sp_diff_measures_get(const sp_diff *diff);

// Writes the comparison in a format of sp_diff_formats; `before`, `after`: what the sides are, for people.
// Of the options count: format, sort, limit (rows of each part), width, color, clock, roots.
bool sp_diff_write(const sp_diff *diff, const sp_format_options *options, sp_text before, sp_text after,
                   sp_buffer *buffer, sp_error *error);
// As sp_formats.
sp_text sp_diff_formats(void);

// The functions that a pattern names, before or after, as filters take patterns (docs/filters.md): fills in their
// indices, ascending, for which `rows` has room for all functions, and gives their number.
size_t sp_diff_fitting(const sp_diff *diff, sp_text pattern, uint32_t *rows);

// ---- who calls whom ---------------------------------------------------------------------------------

// Text for people: each function that the pattern names with those who call it or, with `callees`, what it calls.
// Of the options count: limit (callers of each function), width, color, clock, roots. SP_ERROR_BAD_OPTION where the
// pattern fits no function.
bool sp_profile_write_callers(const sp_profile *profile, const sp_format_options *options, sp_text pattern,
                              bool callees, sp_buffer *buffer, sp_error *error);

#endif
