// A pattern without "/" is about the function's name: it means what it equals, what stands below it at a ".", and what
// it matches by wildcards, either "module.qualified.name" or the qualified name alone. One with "/" is about the file:
// the file itself, a folder above it, or wildcards.
#include "Filters.h"

#include <fnmatch.h>

#include "Callees.h"
#include "Texts.h"

typedef struct Patterns {
  char **texts; // terminated
  Py_ssize_t count;
} Patterns;

static Patterns included, excluded;

static void clear(Patterns *patterns) {
  for (Py_ssize_t i = 0; i < patterns->count; i++) PyMem_RawFree(patterns->texts[i]);
  PyMem_RawFree(patterns->texts);
  *patterns = (Patterns){0};
}

static int add(Patterns *patterns, PyObject *string) {
  const char *text = PyUnicode_AsUTF8(string);
  char *copy = text != NULL ? PyMem_RawMalloc(strlen(text) + 1) : NULL;
  if (copy == NULL) return -1;
  patterns->texts[patterns->count++] = strcpy(copy, text);
  return 0;
}

static int replace(Patterns *patterns, PyObject *strings) {
  clear(patterns);
  if (strings == NULL) return 0;
  PyObject *list = PySequence_Fast(strings, "patterns are a sequence of str");
  if (list == NULL) return -1;
  Py_ssize_t count = PySequence_Fast_GET_SIZE(list);
  patterns->texts = PyMem_RawCalloc((size_t)count + 1, sizeof *patterns->texts);
  int failed = patterns->texts == NULL;
  for (Py_ssize_t i = 0; i < count && !failed; i++) failed = add(patterns, PySequence_Fast_GET_ITEM(list, i)) < 0;
  Py_DECREF(list);
  if (failed && !PyErr_Occurred()) PyErr_NoMemory();
  return failed ? -1 : 0;
}

int filters_set(StartOptions *options, PyObject *include, PyObject *exclude) {
  if (replace(&included, include) < 0 || replace(&excluded, exclude) < 0) return -1;
  options->filtered = included.count + excluded.count > 0;
  return 0;
}

// ---- matching

typedef struct Subject {
  char *full_name; // "module.qualified.name"
  const char *qualified_name;
  char *file;
} Subject;

static bool equals_or_is_below(const char *text, const char *pattern, char separator) {
  size_t count = strlen(pattern);
  while (separator == '/' && count > 1 && pattern[count - 1] == '/') count--;
  return strncmp(text, pattern, count) == 0 && (text[count] == '\0' || text[count] == separator);
}

static bool matches(const Subject *subject, const char *pattern) {
  if (strchr(pattern, '/') != NULL) {
    return equals_or_is_below(subject->file, pattern, '/') || fnmatch(pattern, subject->file, 0) == 0;
  }
  return equals_or_is_below(subject->full_name, pattern, '.') || fnmatch(pattern, subject->full_name, 0) == 0 ||
         fnmatch(pattern, subject->qualified_name, 0) == 0;
}

static bool matches_any(const Subject *subject, const Patterns *patterns) {
  for (Py_ssize_t i = 0; i < patterns->count; i++) {
    if (matches(subject, patterns->texts[i])) return true;
  }
  return false;
}

// A terminated copy of the texts, one after the other with a "." between if both are there. NULL without memory.
static char *joined(sp_text first, sp_text second) {
  char *result = PyMem_RawMalloc(first.count + second.count + 2);
  if (result == NULL) return NULL;
  size_t dots = first.count > 0 && second.count > 0;
  memcpy(result, first.bytes, first.count);
  if (dots) result[first.count] = '.';
  memcpy(result + first.count + dots, second.bytes, second.count);
  result[first.count + dots + second.count] = '\0';
  return result;
}

static bool admitted(PyCodeObject *code, PyObject *globals) {
  PyObject *owners[3];
  sp_text module = text_of(callee_module_of(globals), &owners[0]);
  sp_text qualified_name = text_of(code->co_qualname, &owners[1]);
  Subject subject = {
      .full_name = joined(module, qualified_name),
      .file = joined(text_of(code->co_filename, &owners[2]), text_literal("")),
  };
  bool result = true;
  if (subject.full_name != NULL && subject.file != NULL) {
    subject.qualified_name = subject.full_name + module.count + (module.count > 0 && qualified_name.count > 0);
    result = (included.count == 0 || matches_any(&subject, &included)) && !matches_any(&subject, &excluded);
  }
  PyMem_RawFree(subject.full_name);
  PyMem_RawFree(subject.file);
  for (int i = 0; i < 3; i++) Py_XDECREF(owners[i]);
  return result;
}

bool filters_decide(CodeRecord *record, PyObject *globals) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  record->admitted = admitted(record->code, globals);
  record->filter_serial = session.serial;
  PyErr_Clear();
  PyErr_Restore(type, value, traceback);
  return record->admitted;
}

bool filters_admit(PyCodeObject *code, PyObject *globals) {
  CodeRecord *record = session.options.filtered ? code_record_of(code) : NULL;
  if (record == NULL) return true;
  return record->filter_serial == session.serial ? record->admitted : filters_decide(record, globals);
}
