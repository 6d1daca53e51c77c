#include "Ignoring.h"

#include "Backend.h"

static void *ignore_event(sp_recorder *Py_UNUSED(recorder), sp_key Py_UNUSED(key), void *Py_UNUSED(callee)) {
  return session.backend != NULL ? session.backend->answer() : NULL;
}

static void *ignore_frame_event(sp_recorder *Py_UNUSED(recorder), sp_key Py_UNUSED(key), void *Py_UNUSED(callee),
                                uint64_t Py_UNUSED(frame)) {
  return session.backend != NULL ? session.backend->answer() : NULL;
}

#define IGNORING                       \
  {                                    \
      .call = ignore_event,            \
      .resume = ignore_event,          \
      .leave = ignore_event,           \
      .bare_call = ignore_event,       \
      .unwind = ignore_event,          \
      .note_unrecorded = ignore_event, \
      .note_super = ignore_event,      \
      .open_scope = ignore_event,      \
      .close_scope = ignore_event,     \
      .suspend = ignore_frame_event,   \
      .awaken = ignore_frame_event,    \
  }
const sp_event_functions ignoring_events = IGNORING;
ThreadHook nobodys_hook = {.events = IGNORING};
