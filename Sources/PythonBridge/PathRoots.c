#include "PathRoots.h"

sp_path_root *path_roots(PyObject *pairs, size_t *count) {
  Py_ssize_t size = PySequence_Fast_GET_SIZE(pairs);
  sp_path_root *roots = PyMem_Calloc((size_t)size + 1, sizeof *roots);
  if (roots == NULL) return (sp_path_root *)PyErr_NoMemory();
  for (Py_ssize_t i = 0; i < size; i++) {
    const char *prefix, *shown_as;
    Py_ssize_t prefix_count, shown_count;
    if (!PyArg_ParseTuple(PySequence_Fast_GET_ITEM(pairs, i), "s#s#;a path root is a pair of str", &prefix,
                          &prefix_count, &shown_as, &shown_count)) {
      PyMem_Free(roots);
      return NULL;
    }
    roots[i] = (sp_path_root){{prefix, (size_t)prefix_count}, {shown_as, (size_t)shown_count}};
  }
  *count = (size_t)size;
  return roots;
}
