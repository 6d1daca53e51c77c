#include "OwnContexts.h"

#include <pthread.h>

enum {
  CONTEXT,
  NAME,
  TAG,
  CALLBACKS
};
static const char *const role[] = {"callback", "name", "tag"}; // as set_context calls them

static PyObject *callbacks; // owned tuple, None for those that are not; under the lock
static bool any_is_set;     // changed with it
static uint64_t times_set;
static PyObject *names[CALLBACKS]; // owned dicts: of contexts by id, unused, of tags

// ---- the callbacks

#ifdef Py_GIL_DISABLED
static pthread_mutex_t callbacks_lock = PTHREAD_MUTEX_INITIALIZER;
static void lock(void) { pthread_mutex_lock(&callbacks_lock); }
static void unlock(void) { pthread_mutex_unlock(&callbacks_lock); }
#else
static void lock(void) {}
static void unlock(void) {}
#endif

static bool asks_for_any(PyObject *tuple) {
  return PyTuple_GET_ITEM(tuple, CONTEXT) != Py_None || PyTuple_GET_ITEM(tuple, TAG) != Py_None;
}

// Takes a tuple over in the place of `expected`, or of any for NULL; true if it was the one.
static bool exchange(PyObject *expected, PyObject *tuple) {
  lock();
  PyObject *old = callbacks;
  bool done = expected == NULL || old == expected;
  if (done) {
    callbacks = tuple;
    __atomic_store_n(&any_is_set, asks_for_any(tuple), __ATOMIC_RELEASE);
  }
  unlock();
  Py_DECREF(done ? old : tuple);
  return done;
}

static PyObject *current_callbacks(void) {
  lock();
  PyObject *tuple = Py_NewRef(callbacks);
  unlock();
  return tuple;
}

bool own_contexts_are_set(void) { return __atomic_load_n(&any_is_set, __ATOMIC_ACQUIRE); }

int own_contexts_prepare(void) {
  if (callbacks == NULL) callbacks = PyTuple_Pack(CALLBACKS, Py_None, Py_None, Py_None);
  for (int i = 0; i < CALLBACKS; i++) {
    if (names[i] == NULL) names[i] = PyDict_New();
    if (names[i] == NULL) return -1;
  }
  return callbacks == NULL ? -1 : 0;
}

int own_contexts_set(PyObject *context, PyObject *name, PyObject *tag) {
  PyObject *tuple = PyTuple_Pack(CALLBACKS, context, name, tag);
  if (tuple == NULL) return -1;
  exchange(NULL, tuple);
  __atomic_add_fetch(&times_set, 1, __ATOMIC_RELEASE);
  own_contexts_forget_names();
  return 0;
}

void own_contexts_forget_names(void) {
  for (int i = 0; i < CALLBACKS; i++) PyDict_Clear(names[i]);
}

// ---- those that fail

static void without(PyObject *tuple, int which, PyObject *error) {
  PyObject *left[CALLBACKS];
  for (int i = 0; i < CALLBACKS; i++) left[i] = i == which ? Py_None : PyTuple_GET_ITEM(tuple, i);
  PyObject *fewer = PyTuple_Pack(CALLBACKS, left[CONTEXT], left[NAME], left[TAG]);
  PyObject *failed = PyTuple_GET_ITEM(tuple, which);
  // WHY only who took it away: two threads may have failed at once, and one message is enough.
  if (fewer == NULL || !exchange(tuple, fewer)) return;
  int raised = PyErr_WarnFormat(PyExc_RuntimeWarning, 1,
                                "swiftprof.set_context: %s=%R raised %R and is not called any more; "
                                "the profile goes on without it",
                                role[which], failed, error);
  if (raised < 0) PyErr_WriteUnraisable(failed); // warnings are errors, and this is no place to raise one
}

// The callback has raised: takes it away. WHY not for KeyboardInterrupt: that is for the program, and is sent again.
static void drop(PyObject *tuple, int which) {
  PyObject *type, *error, *traceback;
  PyErr_Fetch(&type, &error, &traceback);
  PyErr_NormalizeException(&type, &error, &traceback);
  if (PyErr_GivenExceptionMatches(type, PyExc_KeyboardInterrupt)) {
    PyErr_SetInterrupt();
  } else {
    without(tuple, which, error != NULL ? error : Py_None);
  }
  Py_XDECREF(type);
  Py_XDECREF(error);
  Py_XDECREF(traceback);
  PyErr_Clear();
}

// ---- asking

// New reference to what the callback gives; NULL for None, without a callback, and when it fails.
static PyObject *answer_of(PyObject *tuple, int which) {
  PyObject *callback = PyTuple_GET_ITEM(tuple, which);
  if (callback == Py_None) return NULL;
  PyObject *answer = PyObject_CallNoArgs(callback);
  if (answer == NULL) drop(tuple, which);
  if (answer == Py_None) Py_CLEAR(answer);
  return answer;
}

// What the user's callback calls an id; NULL without one and when it fails.
static PyObject *given_name(PyObject *tuple, PyObject *id) {
  PyObject *callback = PyTuple_GET_ITEM(tuple, NAME);
  if (callback == Py_None) return NULL;
  PyObject *name = PyObject_CallOneArg(callback, id);
  if (name != NULL && !PyUnicode_Check(name)) {
    PyErr_Format(PyExc_TypeError, "the name of a context is a str, not %.200s", Py_TYPE(name)->tp_name);
    Py_CLEAR(name);
  }
  if (name == NULL) drop(tuple, NAME);
  return name;
}

// New reference to the name of an answer; NULL for none, and when the answer cannot be one.
static PyObject *name_of(PyObject *tuple, int which, PyObject *answer) {
  if (answer == NULL) return NULL;
  PyObject *name = interpreter_dictionary_item(names[which], answer);
  if (name == NULL && !PyErr_Occurred()) {
    if (which == CONTEXT) name = given_name(tuple, answer);
    if (name == NULL) name = PyObject_Str(answer);
    if (name != NULL && PyDict_SetItem(names[which], answer, name) < 0) Py_CLEAR(name);
  }
  if (name == NULL) drop(tuple, which);
  return name;
}

// Notes one answer, taking it over; true if it is another than before.
static bool note(PyObject *tuple, int which, PyObject *answer, PyObject **last, PyObject **last_name) {
  if (SP_LIKELY(answer == *last)) {
    Py_XDECREF(answer);
    return false;
  }
  PyObject *name = name_of(tuple, which, answer);
  Py_XSETREF(*last, answer);
  bool same = name == *last_name;
  Py_XSETREF(*last_name, name);
  return !same;
}

// What other callbacks answered is not to be compared with what these do.
static bool forget_answers_of_others(Labelling *labelling) {
  uint64_t now = __atomic_load_n(&times_set, __ATOMIC_ACQUIRE);
  if (SP_LIKELY(labelling->callbacks == now)) return false;
  labelling->callbacks = now;
  labelling_forget_answers(labelling);
  return true;
}

bool own_contexts_ask(Labelling *labelling) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  bool other = forget_answers_of_others(labelling);
  PyObject *tuple = current_callbacks();
  PyObject *context = answer_of(tuple, CONTEXT);
  PyObject *tag = answer_of(tuple, TAG);
  other |= note(tuple, CONTEXT, context, &labelling->context, &labelling->context_name);
  other |= note(tuple, TAG, tag, &labelling->tag, &labelling->tag_name);
  Py_DECREF(tuple);
  PyErr_Restore(type, value, traceback);
  return other;
}
