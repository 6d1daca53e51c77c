#include "WantedLabel.h"

#include "Event.h"
#include "Labels.h"
#include "OwnContexts.h"

uint64_t wanted_label_epoch = 1;

// WHY not the hook's events: those of spans look for their label themselves.
static sp_event_functions core(void) {
  return session.options.timed ? sp_timer_functions_get() : sp_event_functions_get();
}

void wanted_label_forget(void) { __atomic_add_fetch(&wanted_label_epoch, 1, __ATOMIC_ACQ_REL); }

// ---- the label that is wanted

// The key of a combination's label, 0 for the empty one.
static sp_key key_of(PyObject *context, PyObject *tag, PyObject *sessions) {
  if (context == NULL && tag == NULL && sessions == NULL) return 0;
  Label *label = label_of(context, tag, sessions);
  sp_key key = label != NULL ? label_key(label) : 0;
  Py_XDECREF(label);
  return key;
}

static void look_up_wanted(ThreadHook *hook) {
  Labelling *own = &hook->labelling;
  own->wanted = key_of(own->context_name, own->tag_name, own->sessions);
}

// Looks again which sessions are open.
static void refresh(ThreadHook *hook) {
  Labelling *own = &hook->labelling;
  // Before the look: what changes meanwhile is seen next time.
  own->epoch = __atomic_load_n(&wanted_label_epoch, __ATOMIC_ACQUIRE);
  own->context_version = hook->state->context_ver;
  Py_XSETREF(own->sessions, open_sessions_here());
  if (!own_contexts_are_set()) labelling_forget_answers(own);
  look_up_wanted(hook);
}

// The label that stands for none, or 0 where that is open anyhow.
static sp_key none_instead_of(sp_key current) {
  if (current == 0) return 0;
  Label *none = label_of(NULL, NULL, NULL);
  sp_key key = none != NULL ? label_key(none) : current;
  Py_XDECREF(none);
  return key;
}

// Opens the label if it is not the innermost one already.
static Opened open_label(ThreadHook *hook, sp_key wanted) {
  sp_key current = sp_recorder_label(hook->recorder);
  if (wanted == 0) wanted = none_instead_of(current);
  if (wanted == current) return NOT_NEEDED;
  core().open_scope(hook->recorder, wanted, NULL);
  return OPENED;
}

// The same for a call that is about to be made. Not for one that the profiler makes itself.
static Opened open_for_call(ThreadHook *hook, sp_key wanted) {
  return sp_recorder_is_in_own(hook->recorder) ? NOT_NEEDED : open_label(hook, wanted);
}

// The label with the context and tag of the one that is open, and the sessions of now.
static sp_key with_sessions_of_now(ThreadHook *hook) {
  sp_key current = sp_recorder_label(hook->recorder);
  Label *label = current != 0 ? label_with_key(current) : NULL;
  PyObject *sessions = hook->labelling.sessions;
  sp_key key = label != NULL ? key_of(label->context, label->tag, sessions) : key_of(NULL, NULL, sessions);
  Py_XDECREF(label);
  return key;
}

// ---- before something is entered

Opened wanted_label_open(ThreadHook *hook) {
  if (!wanted_label_is_fresh(hook)) refresh(hook);
  return open_for_call(hook, hook->labelling.wanted);
}

// C functions and spans are not worth asking for: they belong to who calls or opens them.
Opened wanted_label_open_like_caller(ThreadHook *hook) {
  if (!wanted_label_is_fresh(hook)) refresh(hook);
  return open_for_call(hook, with_sessions_of_now(hook));
}

// WHY not inside of the event: callbacks may wait for who wants a pause.
Opened wanted_label_open_after_asking(ThreadHook *hook) {
  if (sp_recorder_is_in_own(hook->recorder)) return NOT_NEEDED;
  Labelling *own = &hook->labelling;
  uint64_t serial = hook->serial;
  event_end(hook);
  own->asking = true;
  bool other = own_contexts_ask(own);
  own->asking = false;
  bool here = event_begin(INSIDE) == hook && hook->serial == serial && hook->recorder != NULL;
  if (!here) return GONE;
  if (!wanted_label_is_fresh(hook)) {
    refresh(hook);
  } else if (other) {
    look_up_wanted(hook);
  }
  return open_for_call(hook, own->wanted);
}

// ---- blocks that begin and end

// The calling thread's hook in an event; NULL, and no event, if it is not recorded.
static ThreadHook *begin_here(void) {
  ThreadHook *hook = session.recording != NULL ? event_begin(INSIDE) : NULL;
  if (hook == NULL || (hook->recorder != NULL && !hook->labelling.asking)) return hook;
  event_end(hook);
  return NULL;
}

void wanted_label_enter(OpenSession *begun) {
  ThreadHook *hook = begin_here();
  if (hook == NULL) return;
  refresh(hook);
  if (open_label(hook, with_sessions_of_now(hook)) == OPENED) begun->opened = sp_recorder_label(hook->recorder);
  event_end(hook);
}

// Sessions may end in another order than they began in: then labels of ended ones lie below those of others.
static void close_outdated(ThreadHook *hook) {
  for (;;) {
    sp_key current = sp_recorder_label(hook->recorder);
    if (current == 0 || current == with_sessions_of_now(hook)) return;
    core().close_scope(hook->recorder, current, NULL);
    if (sp_recorder_label(hook->recorder) == current) return; // below a frame: it closes with that
  }
}

void wanted_label_leave(OpenSession *ended) {
  ThreadHook *hook = begin_here();
  if (hook == NULL) return;
  if (ended->opened != 0) core().close_scope(hook->recorder, ended->opened, NULL);
  refresh(hook);
  close_outdated(hook);
  open_label(hook, with_sessions_of_now(hook));
  event_end(hook);
}
