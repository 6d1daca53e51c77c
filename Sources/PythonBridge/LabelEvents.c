// HOT while sessions are open or own contexts are set: the events in place of the plain ones.
#include "LabelEvents.h"

#include "Backend.h"
#include "OwnContexts.h"
#include "ReleasedSessions.h"
#include "ThreadLife.h"
#include "TimerEvents.h"
#include "WantedLabel.h"

typedef enum Level {
  PLAIN,
  SESSIONS, // labels for sessions
  CONTEXTS  // and for what the user's callbacks say
} Level;

// Of the recording that is on. WHY it does not fall to PLAIN: labels of ended sessions are open still.
static Level level;
static sp_event_functions plain; // the core's

// ---- before something is entered

static inline Opened before(ThreadHook *hook, Level wanted, sp_key key) {
  bool is_asked_for = !(key & (SP_KEY_NATIVE | SP_KEY_SCOPE));
  if (wanted == CONTEXTS && is_asked_for) return wanted_label_open_after_asking(hook);
  if (wanted == CONTEXTS) return wanted_label_open_like_caller(hook);
  bool settled = wanted_label_is_fresh(hook) && sp_recorder_label(hook->recorder) == hook->labelling.wanted;
  return SP_LIKELY(settled) ? NOT_NEEDED : wanted_label_open(hook);
}

// WHY the comparison: the last thing that an event does may end the recorder.
static inline void after(ThreadHook *hook, sp_recorder *recorder, Opened opened) {
  if (opened == OPENED && hook->recorder == recorder) sp_recorder_bind_label(recorder);
}

// ---- the events

// The calling thread's hook, from which the recorder came; NULL while the user's callbacks run.
static inline ThreadHook *own_hook(void) {
  return SP_UNLIKELY(thread_hook_own->labelling.asking) ? NULL : thread_hook_own;
}

#define ENTERING_EVENT(name, wanted, function)                                         \
  static void *name(sp_recorder *recorder, sp_key key, void *callee) {                 \
    ThreadHook *hook = own_hook();                                                     \
    Opened opened = hook != NULL ? before(hook, wanted, key) : GONE;                   \
    if (SP_UNLIKELY(opened == GONE)) return session.backend->answer();                 \
    if (SP_LIKELY(opened == NOT_NEEDED)) return plain.function(recorder, key, callee); \
    void *answer = plain.function(recorder, key, callee);                              \
    after(hook, recorder, opened);                                                     \
    return answer;                                                                     \
  }
#define ENTERING_FRAME_EVENT(name, wanted)                                                  \
  static void *name(sp_recorder *recorder, sp_key key, void *callee, uint64_t frame) {      \
    ThreadHook *hook = own_hook();                                                          \
    Opened opened = hook != NULL ? before(hook, wanted, key) : GONE;                        \
    if (SP_UNLIKELY(opened == GONE)) return session.backend->answer();                      \
    if (SP_LIKELY(opened == NOT_NEEDED)) return plain.awaken(recorder, key, callee, frame); \
    void *answer = plain.awaken(recorder, key, callee, frame);                              \
    after(hook, recorder, opened);                                                          \
    return answer;                                                                          \
  }
// What the user's callbacks do is not recorded: neither what they call, nor the collections and spans there.
#define OTHER_EVENT(name, function)                                                                           \
  static void *name(sp_recorder *recorder, sp_key key, void *callee) {                                        \
    return SP_LIKELY(own_hook() != NULL) ? plain.function(recorder, key, callee) : session.backend->answer(); \
  }

ENTERING_EVENT(call_in_sessions, SESSIONS, call)
ENTERING_EVENT(bare_call_in_sessions, SESSIONS, bare_call)
ENTERING_EVENT(resume_in_sessions, SESSIONS, resume)
ENTERING_EVENT(open_scope_in_sessions, SESSIONS, open_scope)
ENTERING_FRAME_EVENT(awaken_in_sessions, SESSIONS)
ENTERING_EVENT(call_in_contexts, CONTEXTS, call)
ENTERING_EVENT(bare_call_in_contexts, CONTEXTS, bare_call)
ENTERING_EVENT(resume_in_contexts, CONTEXTS, resume)
ENTERING_EVENT(open_scope_in_contexts, CONTEXTS, open_scope)
ENTERING_FRAME_EVENT(awaken_in_contexts, CONTEXTS)
OTHER_EVENT(leave_in_contexts, leave)
OTHER_EVENT(unwind_in_contexts, unwind)
OTHER_EVENT(note_unrecorded_in_contexts, note_unrecorded)
OTHER_EVENT(note_super_in_contexts, note_super)
OTHER_EVENT(close_scope_in_contexts, close_scope)

static void *suspend_in_contexts(sp_recorder *recorder, sp_key key, void *callee, uint64_t frame) {
  return own_hook() != NULL ? plain.suspend(recorder, key, callee, frame) : session.backend->answer();
}

// ---- changing them

static sp_event_functions functions_of(Level wanted) {
  sp_event_functions functions = plain;
  if (wanted == SESSIONS) {
    functions.call = call_in_sessions;
    functions.bare_call = bare_call_in_sessions;
    functions.resume = resume_in_sessions;
    functions.open_scope = open_scope_in_sessions;
    functions.awaken = awaken_in_sessions;
  }
  if (wanted != CONTEXTS) return functions;
  return (sp_event_functions){
      .call = call_in_contexts,
      .resume = resume_in_contexts,
      .leave = leave_in_contexts,
      .bare_call = bare_call_in_contexts,
      .unwind = unwind_in_contexts,
      .note_unrecorded = note_unrecorded_in_contexts,
      .note_super = note_super_in_contexts,
      .open_scope = open_scope_in_contexts,
      .close_scope = close_scope_in_contexts,
      .suspend = suspend_in_contexts,
      .awaken = awaken_in_contexts,
  };
}

static Level wanted_level(void) {
  if (own_contexts_are_set()) return CONTEXTS;
  return open_sessions_count() > 0 ? SESSIONS : PLAIN;
}

sp_event_functions label_events_begin(void) {
  plain = session.options.timed ? sp_timer_functions_get() : sp_event_functions_get();
  level = session.options.calibrating ? PLAIN : wanted_level();
  released_sessions_forget();
  labels_forget_all();
  own_contexts_forget_names();
  wanted_label_forget();
  return timer_events_before(functions_of(level));
}

void label_events_update(void) {
  Level wanted = wanted_level();
  if (wanted == PLAIN && level != PLAIN) wanted = SESSIONS;
  if (session.recording == NULL || wanted == level) return;
  pause_begin();
  level = wanted;
  session.events = timer_events_before(functions_of(wanted));
  thread_hooks_lock();
  for (ThreadHook *hook = thread_hooks; hook != NULL; hook = hook->next) {
    if (thread_hook_is_recorded(hook)) hook->events = session.events;
  }
  thread_hooks_unlock();
  pause_end();
}
