// Targeted recordings: only the code objects that the user names are recorded, some with all that they call.
//
// A target carries events of its own (sys.monitoring's local events). While one that is recorded with all below it is
// open on a thread, events of all code are on, and those of other threads are skipped.
#ifndef PYTHONBRIDGE_TARGETS_H
#define PYTHONBRIDGE_TARGETS_H

#include "CodeRecord.h"
#include "ThreadHook.h"

// Makes code objects targets of the recording that runs. -1 with an exception.
int targets_add(PyObject *codes, bool below);
// The recording has a new serial number.
void targets_renew(void);
// The recording is over. Takes all their events away, if the tool id is ours still.
void targets_forget(bool has_tool_id);

static inline bool targets_is_one(const CodeRecord *record) {
  return record != NULL && record->target_serial == session.serial;
}

// Whether an event of this code, on the calling thread, is to be recorded.
static inline bool targets_want(PyCodeObject *code) {
  const ThreadHook *hook = thread_hook_own;
  bool below = hook->below_depth > 0 && hook->serial == session.serial;
  return below || targets_is_one(code_record_of(code));
}

// Before the first event of a call, after its last one.
void targets_enter(PyCodeObject *code);
void targets_leave(PyCodeObject *code);
// An event came that nobody wanted.
void targets_skip(void);

#endif
