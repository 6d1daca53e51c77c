// Python strings as texts for the core.
#ifndef PYTHONBRIDGE_TEXTS_H
#define PYTHONBRIDGE_TEXTS_H

#include "Interpreter.h" // Python.h before all others

#include "CSwiftProf.h"

// UTF-8 of a str, with what is no valid Unicode (surrogates of undecodable file names) written as \udcXX.
// Anything but a str gives an empty text. `*owner` receives an object to release after use, or NULL.
sp_text text_of(PyObject *string, PyObject **owner);

static inline sp_text text_literal(const char *terminated) {
  return (sp_text){.bytes = terminated, .count = strlen(terminated)};
}

static inline bool text_equals(sp_text text, const char *terminated) {
  return text.count == strlen(terminated) && memcmp(text.bytes, terminated, text.count) == 0;
}

// A new str from UTF-8.
static inline PyObject *text_to_python(sp_text text) {
  return PyUnicode_DecodeUTF8(text.bytes, (Py_ssize_t)text.count, "replace");
}

#endif
