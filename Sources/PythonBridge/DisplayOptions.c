#include "DisplayOptions.h"

#include "PathRoots.h"

static sp_text text(const char *bytes, Py_ssize_t count) { return (sp_text){.bytes = bytes, .count = (size_t)count}; }

bool display_options(PyObject *arguments, PyObject *keywords, DisplayOptions *display) {
  static char *names[] = {"format",     "sort",   "limit", "width",   "color", "clock",
                          "path_roots", "before", "after", "callees", NULL};
  const char *format, *sort = "", *clock = "", *before = "", *after = "";
  Py_ssize_t format_count, sort_count = 0, clock_count = 0, before_count = 0, after_count = 0;
  unsigned int limit = 0, width = 0;
  int color = 0, callees = 0;
  PyObject *pairs = NULL;
  *display = (DisplayOptions){0};
  if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "s#|$s#IIps#Os#s#p", names, &format, &format_count, &sort,
                                   &sort_count, &limit, &width, &color, &clock, &clock_count, &pairs, &before,
                                   &before_count, &after, &after_count, &callees)) {
    return false;
  }
  display->options = (sp_format_options){
      .format = text(format, format_count),
      .sort = text(sort, sort_count),
      .limit = limit,
      .width = width,
      .color = color,
      .clock = text(clock, clock_count),
      .depth = -1,
      .only_thread = -1,
  };
  display->before = text(before, before_count);
  display->after = text(after, after_count);
  display->callees = callees;
  display->pairs = pairs != NULL ? PySequence_Fast(pairs, "path_roots is a sequence of pairs of str") : PyTuple_New(0);
  if (display->pairs != NULL) display->roots = path_roots(display->pairs, &display->options.root_count);
  display->options.roots = display->roots;
  if (display->roots == NULL) display_options_free(display);
  return display->roots != NULL;
}

void display_options_free(DisplayOptions *display) {
  PyMem_Free(display->roots);
  display->roots = NULL;
  Py_CLEAR(display->pairs);
}

PyObject *bytes_of_buffer(bool written, sp_buffer *buffer, const sp_error *error) {
  if (!written) {
    return PyErr_Format(error->code == SP_ERROR_MEMORY ? PyExc_MemoryError : PyExc_ValueError, "%s", error->message);
  }
  PyObject *bytes = PyBytes_FromStringAndSize((const char *)buffer->bytes, (Py_ssize_t)buffer->count);
  sp_buffer_free(buffer);
  return bytes;
}
