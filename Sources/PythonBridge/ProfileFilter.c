#include "ProfileFilter.h"

#include "TextList.h"

enum {
  THREADS,
  IGNORE,
  FOCUS,
  INCLUDE,
  EXCLUDE,
  CONTEXTS,
  LISTS
};

static sp_texts texts_of(const TextList *list) { return (sp_texts){.texts = list->texts, .count = list->count}; }

static sp_profile *filtered(const sp_profile *profile, sp_filter *filter, const TextList lists[LISTS]) {
  filter->threads = texts_of(&lists[THREADS]);
  filter->ignore = texts_of(&lists[IGNORE]);
  filter->focus = texts_of(&lists[FOCUS]);
  filter->include = texts_of(&lists[INCLUDE]);
  filter->exclude = texts_of(&lists[EXCLUDE]);
  filter->contexts = texts_of(&lists[CONTEXTS]);
  sp_error error = {0};
  sp_profile *result;
  Py_BEGIN_ALLOW_THREADS result = sp_profile_filtered(profile, filter, &error);
  Py_END_ALLOW_THREADS if (result == NULL) PyErr_SetString(PyExc_ValueError, error.message);
  return result;
}

sp_profile *profile_filter(const sp_profile *profile, PyObject *arguments, PyObject *keywords) {
  static char *names[] = {"threads",      "ignore", "focus",       "include", "exclude", "contexts",
                          "fold_library", "depth",  "min_percent", "clock",   NULL};
  PyObject *strings[LISTS] = {0};
  int fold_library = 0;
  long long depth = -1;
  double min_percent = 0;
  const char *clock = "";
  if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "|$OOOOOOpLds:filtered", names, &strings[THREADS],
                                   &strings[IGNORE], &strings[FOCUS], &strings[INCLUDE], &strings[EXCLUDE],
                                   &strings[CONTEXTS], &fold_library, &depth, &min_percent, &clock)) {
    return NULL;
  }
  sp_filter filter = {
      .fold_library = fold_library, .depth = depth, .min_percent = min_percent, .clock = text_literal(clock)};
  TextList lists[LISTS] = {0};
  bool filled = true;
  for (int i = 0; i < LISTS && filled; i++) filled = text_list_fill(&lists[i], strings[i]);
  sp_profile *result = filled ? filtered(profile, &filter, lists) : NULL;
  for (int i = 0; i < LISTS; i++) text_list_clear(&lists[i]);
  return result;
}
