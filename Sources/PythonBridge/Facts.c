#include "Facts.h"

#include "TextList.h"

static PyObject *missing_targets(const sp_facts *facts) {
  PyObject *pairs = PyTuple_New((Py_ssize_t)facts->missing_target_count);
  for (size_t i = 0; pairs != NULL && i < facts->missing_target_count; i++) {
    const sp_missing_target *target = &facts->missing_targets[i];
    PyObject *pair = Py_BuildValue("(NN)", text_to_python(target->name), text_to_python(target->reason));
    if (pair == NULL) {
      Py_CLEAR(pairs);
    } else {
      PyTuple_SET_ITEM(pairs, (Py_ssize_t)i, pair);
    }
  }
  return pairs;
}

PyObject *facts_of(const sp_profile *profile) {
  sp_facts facts;
  sp_profile_facts_get(profile, &facts);
  return Py_BuildValue("{sNsNsNsNsN}", "command", text_to_python(facts.command), "python_version",
                       text_to_python(facts.python_version), "backend", text_to_python(facts.backend), "script_folder",
                       text_to_python(facts.script_folder), "missing_targets", missing_targets(&facts));
}

PyObject *facts_clock_notes(const sp_profile *profile) {
  size_t count;
  const sp_text *notes = sp_profile_clock_notes(profile, &count);
  PyObject *tuple = PyTuple_New((Py_ssize_t)count);
  for (size_t i = 0; tuple != NULL && i < count; i++) {
    PyObject *note = text_to_python(notes[i]);
    if (note == NULL) {
      Py_CLEAR(tuple);
    } else {
      PyTuple_SET_ITEM(tuple, (Py_ssize_t)i, note);
    }
  }
  return tuple;
}

// Names and reasons, by turns, as targets. NULL without memory.
static sp_missing_target *pairs_of(const TextList *texts) {
  sp_missing_target *targets = PyMem_Calloc(texts->count / 2 + 1, sizeof *targets);
  if (targets == NULL) return (sp_missing_target *)PyErr_NoMemory();
  for (size_t i = 0; i < texts->count / 2; i++) {
    targets[i] = (sp_missing_target){.name = texts->texts[2 * i], .reason = texts->texts[2 * i + 1]};
  }
  return targets;
}

sp_profile *facts_described(const sp_profile *profile, PyObject *arguments, PyObject *keywords) {
  static char *names[] = {"command", "python_version", "backend", "script_folder", "missing_targets", NULL};
  PyObject *strings[4], *missing = NULL;
  if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "$UUUUO:described", names, &strings[0], &strings[1],
                                   &strings[2], &strings[3], &missing)) {
    return NULL;
  }
  PyObject *tuple = PyTuple_Pack(4, strings[0], strings[1], strings[2], strings[3]);
  TextList texts = {0}, pairs = {0};
  sp_missing_target *targets = NULL;
  sp_profile *described = NULL;
  if (tuple != NULL && text_list_fill(&texts, tuple) && text_list_fill(&pairs, missing) &&
      (targets = pairs_of(&pairs)) != NULL) {
    sp_facts facts = {.command = texts.texts[0],
                      .python_version = texts.texts[1],
                      .backend = texts.texts[2],
                      .script_folder = texts.texts[3],
                      .missing_targets = targets,
                      .missing_target_count = pairs.count / 2};
    described = sp_profile_described(profile, &facts);
  }
  PyMem_Free(targets);
  text_list_clear(&texts);
  text_list_clear(&pairs);
  Py_XDECREF(tuple);
  return described;
}
