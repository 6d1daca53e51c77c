#include "Callers.h"

#include "DisplayOptions.h"

PyObject *callers_write(const sp_profile *profile, PyObject *arguments, PyObject *keywords) {
  DisplayOptions display;
  if (!display_options(arguments, keywords, &display)) return NULL;
  sp_text pattern = display.options.format; // the positional argument
  sp_buffer buffer = {0};
  sp_error error = {0};
  bool written;
  Py_BEGIN_ALLOW_THREADS written =
      sp_profile_write_callers(profile, &display.options, pattern, display.callees, &buffer, &error);
  Py_END_ALLOW_THREADS display_options_free(&display);
  return bytes_of_buffer(written, &buffer, &error);
}
