// A sequence of Python strings as texts for the core.
#ifndef PYTHONBRIDGE_TEXTLIST_H
#define PYTHONBRIDGE_TEXTLIST_H

#include "Texts.h"

typedef struct TextList {
  sp_text *texts;
  size_t count;
  PyObject *owner; // keeps the bytes
} TextList;

// The strings of a sequence, or none for NULL. False with an exception; clear the list in any case.
bool text_list_fill(TextList *list, PyObject *strings);
void text_list_clear(TextList *list);

#endif
