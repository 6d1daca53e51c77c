// The little programs that calibration times, one for each kind of event, and what they are given.
#ifndef PYTHONBRIDGE_CALIBRATIONPROGRAMS_H
#define PYTHONBRIDGE_CALIBRATIONPROGRAMS_H

#include "Interpreter.h" // Python.h before all others

enum {
  CALIBRATION_CALLS = 64 // of each program, each time that it runs
};

typedef enum CalibrationProgram {
  PROGRAM_EMPTY, // the loop that all others have
  PROGRAM_WORK,  // a loop with some work in it, and no call
  PROGRAM_CALL,
  PROGRAM_BARE_CALL,
  PROGRAM_UNWIND,
  PROGRAM_RESUMPTION,
  PROGRAM_AWAKENING,
  PROGRAM_BUILTIN,
  PROGRAM_METHOD,
  PROGRAM_TYPE,
  PROGRAM_SPAN,
} CalibrationProgram;

enum {
  CALIBRATION_PROGRAMS = PROGRAM_SPAN + 1
};

// All owned.
typedef struct CalibrationPrograms {
  PyObject *functions; // dict: the Python functions by name
  PyObject *range;     // so many calls each loop makes
  PyObject *builtin, *span;
  PyObject *awaited;  // suspends a coroutine that awaits it
  PyObject *messages; // what that is sent: None, once more than it awaits
} CalibrationPrograms;

// Compiles the programs. -1 with an exception. To be cleared either way.
int calibration_programs_make(CalibrationPrograms *programs);
void calibration_programs_clear(CalibrationPrograms *programs);

// What a program is to be called with, made anew for each run: (argument, range). New reference; NULL with an exception.
PyObject *calibration_argument(const CalibrationPrograms *programs, CalibrationProgram program);
// The function to call, borrowed.
PyObject *calibration_function(const CalibrationPrograms *programs, CalibrationProgram program);
// How often a run enters what it calls.
int calibration_entries(CalibrationProgram program);

#endif
