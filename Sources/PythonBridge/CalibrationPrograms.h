// The little programs that calibration times, of swiftprof._calibration_programs, and what they are given.
#ifndef PYTHONBRIDGE_CALIBRATIONPROGRAMS_H
#define PYTHONBRIDGE_CALIBRATIONPROGRAMS_H

#include "Interpreter.h" // Python.h before all others

enum {
  CALIBRATION_CALLS = 64,  // of a program, each time that it runs
  CALIBRATION_UNWINDS = 16 // exceptions take long
};

typedef enum CalibrationProgram {
  PROGRAM_EMPTY, // the loop that all others have
  PROGRAM_WORK,  // a loop with some work in it, and no call
  PROGRAM_CALL,
  PROGRAM_BARE_CALL,
  PROGRAM_UNWIND,
  PROGRAM_RESUMPTION,
  PROGRAM_CONSUMED,  // the same by C code
  PROGRAM_COROUTINE, // itself one: to be driven
  PROGRAM_AWAKENING,
  PROGRAM_STEP, // the same with steps of a task
  PROGRAM_BUILTIN,
  PROGRAM_METHOD,
  PROGRAM_TYPE,
  PROGRAM_INSTANCE, // a type with an __init__ in Python, whose bare call is an event too
  PROGRAM_SUPER,    // a method that calls the one of its superclass
  PROGRAM_FAR,      // calls and returns, far behind in the code
  PROGRAM_SPAN,
} CalibrationProgram;

enum {
  CALIBRATION_PROGRAMS = PROGRAM_SPAN + 1
};

// All owned, but for the functions, which are the module's.
typedef struct CalibrationPrograms {
  PyObject *module; // swiftprof._calibration_programs
  PyObject *functions[CALIBRATION_PROGRAMS], *returning, *generator, *coroutine, *derived;
  PyObject *range, *few; // so many calls a loop makes
  PyObject *span;
  PyObject *awaited;  // suspends a coroutine that awaits it
  PyObject *tasked;   // makes it a task first
  PyObject *messages; // what that is sent: None, once more than it awaits
} CalibrationPrograms;

// -1 with an exception. To be cleared either way.
int calibration_programs_make(CalibrationPrograms *programs);
void calibration_programs_clear(CalibrationPrograms *programs);

// A program is a function, borrowed, of two arguments: what it works on, made anew for each run (a new reference, NULL with
// an exception), and a range, borrowed.
PyObject *calibration_function(const CalibrationPrograms *programs, CalibrationProgram program);
PyObject *calibration_argument(const CalibrationPrograms *programs, CalibrationProgram program);
PyObject *calibration_range(const CalibrationPrograms *programs, CalibrationProgram program);
// How often a run enters what it calls.
int calibration_entries(CalibrationProgram program);

#endif
