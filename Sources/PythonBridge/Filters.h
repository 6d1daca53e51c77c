// Which functions are recorded: the user's patterns, decided once per code object and recording.
#ifndef PYTHONBRIDGE_FILTERS_H
#define PYTHONBRIDGE_FILTERS_H

#include "CodeRecord.h"
#include "Session.h"

// Takes the patterns over for the recording that is about to start; NULL or empty sequences of str for none. Notes in
// the options whether there are any. -1 with an exception.
int filters_set(StartOptions *options, PyObject *include, PyObject *exclude);

// Whether code of a frame with these globals is recorded. Keeps a pending exception.
bool filters_admit(PyCodeObject *code, PyObject *globals);

bool filters_decide(CodeRecord *record, PyObject *globals);

// The same for the code of the frame that is running, or just being entered. A few nanoseconds.
static inline bool filters_admit_running(PyCodeObject *code) {
  CodeRecord *record = code_record_of(code);
  if (SP_UNLIKELY(record == NULL)) return true;
  if (SP_LIKELY(record->filter_serial == session.serial)) return record->admitted;
  return filters_decide(record, PyEval_GetGlobals());
}

#endif
