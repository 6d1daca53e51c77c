#include "CodePlaces.h"

#include "Backend.h"
#include "Session.h"

enum {
  MOST_SMALL_INTS = 1 << 16 // to look for; all versions have far fewer
};

// The first offset for which the interpreter has no int ready.
static long first_far_offset(void) {
#if PY_VERSION_HEX < 0x030c0000
  return LONG_MAX; // no event has an offset
#else
  static long found;
  for (long offset = found; found == 0; offset++) {
    PyObject *one = PyLong_FromLong(offset), *other = PyLong_FromLong(offset);
    if (one == NULL || one != other || offset == MOST_SMALL_INTS) found = offset;
    Py_XDECREF(one);
    Py_XDECREF(other);
  }
  return found;
#endif
}

static bool is_far(Py_ssize_t offset) { return offset >= first_far_offset(); }

// ---- where a context is called from

static bool is_native(sp_key key) { return key & SP_KEY_NATIVE; }

uint32_t code_place_of_call(sp_key key) {
  InterpreterFrame *running = interpreter_running_frame(PyThreadState_Get());
  InterpreterFrame *caller = is_native(key) || running == NULL ? running : interpreter_caller(running);
  if (caller == NULL) return 0;
  bool is_bare = !is_native(key) && session.backend == &setprofile_backend && interpreter_is_entered_by_c(running);
  return (is_far(interpreter_offset(caller)) ? SP_PLACE_FAR : 0) | (is_bare ? SP_PLACE_BARE : 0);
}

// ---- all places of a code object

typedef struct Places {
  unsigned all, far;
} Places;

static void count(Places *places, Py_ssize_t offset) {
  places->all++;
  places->far += is_far(offset);
}

static uint8_t share(Places places) { return places.all > 0 ? (uint8_t)(SP_ALL_FAR * places.far / places.all) : 0; }

static void measure(sp_callee *callee, const _Py_CODEUNIT *code, Py_ssize_t units) {
  Places calls = {0}, returns = {0}, yields = {0};
  // Inline caches are 0 in co_code (CPython, Objects/codeobject.c, deopt_code).
  for (Py_ssize_t at = 0; at < units; at++) {
    Py_ssize_t offset = at * (Py_ssize_t)sizeof *code;
    switch (interpreter_leaving(code[at])) {
    case LEAVES_BY_CALL:
      count(&calls, offset);
      break;
    case LEAVES_BY_RETURN:
      count(&returns, offset);
      break;
    case LEAVES_BY_YIELD:
      count(&yields, offset);
      break;
    case STAYS:
      break;
    }
  }
  callee->far_calls = share(calls);
  callee->far_returns = share(returns);
  callee->far_yields = share(yields);
}

void code_places_measure(PyCodeObject *code, sp_callee *callee) {
  if (!is_far(Py_SIZE(code) * (Py_ssize_t)sizeof(_Py_CODEUNIT))) return;
  PyObject *bytes = PyCode_GetCode(code);
  if (bytes == NULL) {
    PyErr_Clear();
    return;
  }
  measure(callee, (const _Py_CODEUNIT *)PyBytes_AS_STRING(bytes),
          PyBytes_GET_SIZE(bytes) / (Py_ssize_t)sizeof(_Py_CODEUNIT));
  Py_DECREF(bytes);
}
