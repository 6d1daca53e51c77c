// What a thread remembers between events about the label that it wants, see WantedLabel.c.
#ifndef PYTHONBRIDGE_LABELLING_H
#define PYTHONBRIDGE_LABELLING_H

#include "Interpreter.h" // Python.h before all others

#include "CSwiftProf.h"

typedef struct Labelling {
  sp_key wanted;            // the label for the below, registered; 0: none
  uint64_t context_version; // PyThreadState.context_ver ...
  uint64_t epoch;           // ... and wanted_label_epoch that `sessions` and `wanted` are for; 0: none
  PyObject *sessions;       // owned tuple of OpenSession; NULL: none is open in this context
  PyObject *context, *tag;  // owned: what the user's callbacks gave last
  PyObject *context_name;   // owned str; NULL: in no context
  PyObject *tag_name;
  uint64_t callbacks; // which ones gave these answers, see OwnContexts.c
  bool asking;        // the user's callbacks, or timer, run: events are ignored
} Labelling;

static inline void labelling_forget_answers(Labelling *labelling) {
  Py_CLEAR(labelling->context);
  Py_CLEAR(labelling->tag);
  Py_CLEAR(labelling->context_name);
  Py_CLEAR(labelling->tag_name);
}

static inline void labelling_clear(Labelling *labelling) {
  labelling->epoch = 0;
  Py_CLEAR(labelling->sessions);
  labelling_forget_answers(labelling);
}

#endif
