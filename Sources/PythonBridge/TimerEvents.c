// The events of a recording with a timer of the program's own. WHY before all that labels do: the time until then belongs to
// who calls.
#include "TimerEvents.h"

#include "Backend.h"
#include "Event.h"
#include "Timer.h"

static sp_event_functions next;

typedef enum Now {
  AS_IT_WAS,
  IGNORED, // the timer, or another callback of the user's, runs
  CHANGED  // the recording has ended meanwhile, or begun anew
} Now;

// The calling thread's hook is the one from which the event came.
static Now look_at_timer(sp_recorder *recorder) {
  ThreadHook *hook = thread_hook_own;
  if (timer_is_running() || hook->labelling.asking) return IGNORED;
  uint64_t serial = hook->serial;
  event_end(hook);
  timer_read();
  bool same = event_begin(INSIDE) == hook && hook->serial == serial && hook->recorder == recorder;
  return same ? AS_IT_WAS : CHANGED;
}

// In a recording that has begun meanwhile, a frame that is being entered is open already: it was met on the stack.
#define ENTERING_EVENT(function)                                                   \
  static void *timed_##function(sp_recorder *recorder, sp_key key, void *callee) { \
    if (look_at_timer(recorder) != AS_IT_WAS) return session.backend->answer();    \
    return next.function(recorder, key, callee);                                   \
  }
// And one that is being left has to be closed there.
#define LEAVING_EVENT(function)                                                      \
  static void *timed_##function(sp_recorder *recorder, sp_key key, void *callee) {   \
    Now now = look_at_timer(recorder);                                               \
    if (now == IGNORED) return session.backend->answer();                            \
    if (now == AS_IT_WAS) return next.function(recorder, key, callee);               \
    return thread_hook_own->events.function(thread_hook_own->recorder, key, callee); \
  }

ENTERING_EVENT(call)
ENTERING_EVENT(bare_call)
ENTERING_EVENT(resume)
ENTERING_EVENT(open_scope)
LEAVING_EVENT(leave)
LEAVING_EVENT(unwind)
LEAVING_EVENT(close_scope)

static void *timed_awaken(sp_recorder *recorder, sp_key key, void *callee, uint64_t frame) {
  if (look_at_timer(recorder) != AS_IT_WAS) return session.backend->answer();
  return next.awaken(recorder, key, callee, frame);
}

static void *timed_suspend(sp_recorder *recorder, sp_key key, void *callee, uint64_t frame) {
  Now now = look_at_timer(recorder);
  if (now == IGNORED) return session.backend->answer();
  if (now == AS_IT_WAS) return next.suspend(recorder, key, callee, frame);
  return thread_hook_own->events.suspend(thread_hook_own->recorder, key, callee, frame);
}

// These have no time.
static void *note_unrecorded(sp_recorder *recorder, sp_key key, void *callee) {
  return thread_hook_own->labelling.asking ? session.backend->answer() : next.note_unrecorded(recorder, key, callee);
}

static void *note_super(sp_recorder *recorder, sp_key key, void *callee) {
  return thread_hook_own->labelling.asking ? session.backend->answer() : next.note_super(recorder, key, callee);
}

sp_event_functions timer_events_before(sp_event_functions events) {
  if (!session.options.timed) return events;
  next = events;
  return (sp_event_functions){
      .call = timed_call,
      .resume = timed_resume,
      .leave = timed_leave,
      .bare_call = timed_bare_call,
      .unwind = timed_unwind,
      .note_unrecorded = note_unrecorded,
      .note_super = note_super,
      .open_scope = timed_open_scope,
      .close_scope = timed_close_scope,
      .suspend = timed_suspend,
      .awaken = timed_awaken,
  };
}
