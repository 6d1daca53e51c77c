// What we keep with each code object that we have met: in the slot that the interpreter has for such things.
#ifndef PYTHONBRIDGE_CODERECORD_H
#define PYTHONBRIDGE_CODERECORD_H

#include "Interpreter.h"

typedef struct CodeRecord {
  PyCodeObject *code;     // borrowed: the record dies with it
  uint64_t filter_serial; // session.serial for which `admitted` was decided
  uint64_t target_serial; // session.serial for which it is a target
  bool admitted;
  bool target_below; // target with all that it calls
} CodeRecord;

// Once per process; -1 with an exception.
int code_records_prepare(void);

// The record of a code object, made if there is none; NULL without an exception when there is no memory.
CodeRecord *code_record_of(PyCodeObject *code);

#endif
