#include "Calibration.h"

enum {
  CALLS = 500,
  ROUNDS = 5
};

static const char program[] = "def calibration(count):\n"
                              "    def callee(): pass\n"
                              "    for _ in range(count): callee()\n";

// New reference to the function `calibration`; NULL with an exception.
static PyObject *compile_program(void) {
  PyObject *globals = Py_BuildValue("{s:s}", "__name__", "swiftprof._calibration");
  PyObject *code = Py_CompileString(program, "<swiftprof calibration>", Py_file_input);
  PyObject *result = globals != NULL && code != NULL ? PyEval_EvalCode(code, globals, globals) : NULL;
  PyObject *function = result != NULL ? Py_XNewRef(PyDict_GetItemString(globals, "calibration")) : NULL;
  Py_XDECREF(result);
  Py_XDECREF(code);
  Py_XDECREF(globals);
  return function;
}

// Nanoseconds that the calls took; negative with an exception.
static double time_calls(PyObject *function) {
  PyObject *count = PyLong_FromLong(CALLS);
  uint64_t start = sp_tick_monotonic();
  PyObject *result = count != NULL ? PyObject_CallOneArg(function, count) : NULL;
  double elapsed = (double)(sp_tick_monotonic() - start);
  Py_XDECREF(count);
  if (result == NULL) return -1;
  Py_DECREF(result);
  return elapsed;
}

// The fastest of some rounds: what interrupted the others is not the hook's cost.
static double best_of_rounds(PyObject *function) {
  double best = -1;
  for (int round = 0; round < ROUNDS; round++) {
    double elapsed = time_calls(function);
    if (elapsed < 0) return -1;
    if (best < 0 || elapsed < best) best = elapsed;
  }
  return best;
}

// Negative with an exception.
static double measure(const Backend *backend) {
  PyObject *function = compile_program();
  double plain = function != NULL ? best_of_rounds(function) : -1;
  StartOptions options = {.builtins = true, .max_nodes = 1024};
  if (plain < 0 || session_start(backend, options) < 0) {
    Py_XDECREF(function);
    return -1;
  }
  double profiled = best_of_rounds(function);
  session_discard();
  Py_DECREF(function);
  if (profiled < 0) return -1;
  double added = (profiled - plain) / CALLS;
  return added > 0 ? added : 0;
}

int calibration_measure(const Backend *backend) {
  static struct {
    const Backend *backend;
    double cost_ns;
  } known[2];
  int i = 0;
  while (known[i].backend != NULL && known[i].backend != backend) i++;
  if (known[i].backend == NULL) {
    double cost_ns = measure(backend);
    if (cost_ns < 0) return -1;
    known[i].backend = backend;
    known[i].cost_ns = cost_ns;
  }
  session.costs.of[SP_COST_CALL].inside_ns = known[i].cost_ns;
  return 0;
}
