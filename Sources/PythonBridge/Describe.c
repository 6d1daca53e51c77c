#include "Describe.h"

#include "Callees.h"
#include "CodePlaces.h"
#include "FirstSeen.h"
#include "Greenlets.h"
#include "Tasks.h"
#include "Threads.h"

// Registers the callee behind a key that the core does not know.
static void describe_callee(void *context, sp_key key, void *callee) {
  ThreadHook *hook = context;
  if (key & SP_KEY_NATIVE) {
    // Before the first switch that the program asks for by a call.
    if (!greenlets_are_watched(hook)) greenlets_watch(hook);
    callee_register_native(hook->recorder, key, callee);
  } else {
    // The frame that is being entered is the current one already.
    callee_register_code(hook->recorder, callee, PyEval_GetGlobals());
  }
}

// The thread has been switched out, or this is its first event.
static void describe_switch(void *context) {
  ThreadHook *hook = context;
  if (session.options.first_seen) first_seen_count_switches(hook);
  if (!hook->named) thread_hook_find_thread(hook);
  if (!greenlets_are_watched(hook)) greenlets_watch(hook);
  threads_adopt_new();
}

// A function that makes tasks has been called.
static void describe_watched(void *context, void *Py_UNUSED(callee)) {
  ThreadHook *hook = context;
  tasks_note_creation(hook->recorder, interpreter_running_frame(PyThreadState_Get()));
}

static uint32_t describe_place(void *Py_UNUSED(context), sp_key key) { return code_place_of_call(key); }

// A coroutine goes on that was suspended before the recording began.
static void describe_unfamiliar(void *context, void *Py_UNUSED(callee), uint64_t frame) {
  ThreadHook *hook = context;
  tasks_note_running(hook->recorder, (InterpreterFrame *)(uintptr_t)frame);
}

sp_host describe_host(ThreadHook *hook, void *answer) {
  return (sp_host){
      .context = hook,
      .answer = answer,
      .describe = describe_callee,
      .switched = describe_switch,
      .watched = describe_watched,
      .place = describe_place,
      .unfamiliar = describe_unfamiliar,
  };
}
