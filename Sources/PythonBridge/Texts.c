#include "Texts.h"

sp_text text_of(PyObject *string, PyObject **owner) {
  *owner = NULL;
  if (string == NULL || !PyUnicode_Check(string)) return text_literal("");
  Py_ssize_t count;
  const char *bytes = PyUnicode_AsUTF8AndSize(string, &count);
  if (bytes != NULL) return (sp_text){.bytes = bytes, .count = (size_t)count};
  PyErr_Clear();
  *owner = PyUnicode_AsEncodedString(string, "utf-8", "backslashreplace");
  if (*owner == NULL) {
    PyErr_Clear();
    return text_literal("");
  }
  return (sp_text){.bytes = PyBytes_AS_STRING(*owner), .count = (size_t)PyBytes_GET_SIZE(*owner)};
}
