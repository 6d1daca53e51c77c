// How text for people is to look, as Python says it.
#ifndef PYTHONBRIDGE_DISPLAYOPTIONS_H
#define PYTHONBRIDGE_DISPLAYOPTIONS_H

#include "Interpreter.h" // Python.h before all others

#include "CSwiftProf.h"

// Options from keyword arguments; their texts belong to objects that the arguments keep.
typedef struct DisplayOptions {
  sp_format_options options;
  sp_text before, after; // of comparisons
  bool callees;          // of callers
  sp_path_root *roots;
  PyObject *pairs;
} DisplayOptions;

// Reads format (positional), sort, limit, width, color, clock, path_roots, before, after, callees. False with an
// exception. To be freed after use.
bool display_options(PyObject *arguments, PyObject *keywords, DisplayOptions *display);
void display_options_free(DisplayOptions *display);

// The buffer's bytes, and frees it; an exception for `written` false.
PyObject *bytes_of_buffer(bool written, sp_buffer *buffer, const sp_error *error);

#endif
