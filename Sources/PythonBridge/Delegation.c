#include "Delegation.h"

#include "Callees.h"

static void hand_on(ThreadHook *hook, sp_frame_event *event, InterpreterFrame *frame) {
  PyCodeObject *code = interpreter_code_of(frame);
  if (hook->recorder != NULL) event(hook->recorder, callee_key_of_code(code), code, (uint64_t)(uintptr_t)frame);
}

// False when there is no memory: the frame is awakened when the exception comes to it, and not before.
static bool append(Delegation *delegation, InterpreterFrame *frame, InterpreterFrame *below) {
  if (delegation->count == delegation->capacity) {
    uint32_t capacity = delegation->capacity == 0 ? 8 : 2 * delegation->capacity;
    DelegatingFrame *grown = PyMem_RawRealloc(delegation->frames, capacity * sizeof *grown);
    if (grown == NULL) return false;
    delegation->frames = grown;
    delegation->capacity = capacity;
  }
  delegation->frames[delegation->count++] = (DelegatingFrame){.frame = frame, .below = below};
  return true;
}

// The chain ends where a frame really runs: one that is no generator's, or that the core does not know as suspended.
// Plain generators may be part of it; the core does not know them.
static InterpreterFrame *next_in_chain(sp_recorder *recorder, InterpreterFrame *frame) {
  for (;;) {
    frame = interpreter_caller(frame);
    if (frame == NULL || frame->owner != FRAME_OWNED_BY_GENERATOR) return NULL;
    if (!interpreter_is_async(interpreter_code_of(frame))) continue;
    return sp_recorder_is_suspended(recorder, (uint64_t)(uintptr_t)frame) ? frame : NULL;
  }
}

static void reverse(DelegatingFrame *frames, uint32_t count) {
  for (uint32_t i = 0; i < count / 2; i++) {
    DelegatingFrame first = frames[i];
    frames[i] = frames[count - 1 - i];
    frames[count - 1 - i] = first;
  }
}

void delegation_begin(ThreadHook *hook, InterpreterFrame *frame) {
  if (hook->recorder == NULL) return;
  Delegation *delegation = &hook->delegation;
  uint32_t known = delegation->count;
  InterpreterFrame *below = frame, *next;
  while ((next = next_in_chain(hook->recorder, below)) != NULL && append(delegation, next, below)) below = next;
  uint32_t count = delegation->count;
  reverse(delegation->frames + known, count - known); // the outermost first, as they lie on the stack
  for (uint32_t i = known; i < count && i < delegation->count; i++) {
    hand_on(hook, hook->events.awaken, delegation->frames[i].frame);
  }
}

static bool pop_if_innermost(Delegation *delegation, InterpreterFrame *frame) {
  if (delegation->count == 0 || delegation->frames[delegation->count - 1].frame != frame) return false;
  delegation->count--;
  return true;
}

bool delegation_reaches(ThreadHook *hook, InterpreterFrame *frame) {
  return pop_if_innermost(&hook->delegation, frame);
}

void delegation_leaves(ThreadHook *hook, InterpreterFrame *frame) { pop_if_innermost(&hook->delegation, frame); }

void delegation_suspends(ThreadHook *hook, InterpreterFrame *frame) {
  Delegation *delegation = &hook->delegation;
  pop_if_innermost(delegation, frame);
  while (delegation->count > 0 && delegation->frames[delegation->count - 1].below == frame) {
    frame = delegation->frames[--delegation->count].frame;
    hand_on(hook, hook->events.suspend, frame);
  }
}
