#include "SessionFunctions.h"

#include "LabelEvents.h"
#include "OwnContexts.h"
#include "ReleasedSessions.h"
#include "SessionHandle.h"
#include "SnapshotData.h"
#include "Timer.h"
#include "Turn.h"
#include "WantedLabel.h"

static PyObject *snapshot_data(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) {
  if (timer_refuse("looked at") < 0) return NULL;
  timer_read();
  if (take_turn() < 0) return NULL;
  sp_snapshot *taken = session_require(true) < 0 ? NULL : session_snapshot();
  end_turn(NULL);
  return taken == NULL ? NULL : snapshot_data_new(taken);
}

static PyObject *finish(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) {
  if (timer_refuse("stopped") < 0) return NULL;
  timer_read();
  if (take_turn() < 0) return NULL;
  sp_snapshot *taken = session_require(true) < 0 ? NULL : session_stop();
  end_turn(NULL);
  return taken == NULL ? NULL : snapshot_data_new(taken);
}

static PyObject *open_session(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) {
  OpenSession *begun = open_sessions_add();
  PyObject *handle = begun != NULL ? session_handle_new(begun) : NULL;
  if (handle == NULL || take_turn() < 0) {
    Py_XDECREF(handle); // and with it the session has ended
    return NULL;
  }
  wanted_label_forget();
  label_events_update();
  released_sessions_clean_up();
  return end_turn(handle);
}

static PyObject *enter_session(PyObject *Py_UNUSED(module), PyObject *handle) {
  OpenSession *begun = session_handle_session(handle);
  if (begun == NULL) return NULL;
  wanted_label_enter(begun);
  Py_RETURN_NONE;
}

static PyObject *close_session(PyObject *Py_UNUSED(module), PyObject *handle) {
  OpenSession *ended = session_handle_session(handle);
  if (ended == NULL) return NULL;
  open_sessions_end(ended);
  wanted_label_forget();
  return open_sessions_tidy() < 0 ? NULL : Py_NewRef(Py_None);
}

static PyObject *leave_session(PyObject *Py_UNUSED(module), PyObject *handle) {
  OpenSession *ended = session_handle_session(handle);
  if (ended == NULL) return NULL;
  wanted_label_leave(ended);
  Py_RETURN_NONE;
}

static PyObject *set_context(PyObject *Py_UNUSED(module), PyObject *arguments) {
  PyObject *context, *name, *tag;
  if (!PyArg_ParseTuple(arguments, "OOO:set_context", &context, &name, &tag) || take_turn() < 0) return NULL;
  bool failed = own_contexts_set(context, name, tag) < 0;
  wanted_label_forget();
  if (!failed) label_events_update();
  return end_turn(failed ? NULL : Py_NewRef(Py_None));
}

static PyMethodDef functions[] = {
    {"snapshot_data", snapshot_data, METH_NOARGS, "As snapshot, to be worked out for single sessions."},
    {"finish", finish, METH_NOARGS, "As stop, to be worked out for single sessions."},
    {"open_session", open_session, METH_NOARGS, "Begin a session in the calling context."},
    {"enter_session", enter_session, METH_O, "What the calling frame goes on with is in the session."},
    {"close_session", close_session, METH_O, "End a session."},
    {"leave_session", leave_session, METH_O, "What the calling frame goes on with is not in the session, which ended."},
    {"set_context", set_context, METH_VARARGS, "Callbacks that say whom calls belong to."},
    {0}};

int session_functions_add(PyObject *module) {
  if (labels_prepare() < 0 || released_sessions_prepare() < 0) return -1;
  if (open_sessions_prepare() < 0 || own_contexts_prepare() < 0) return -1;
  if (PyModule_AddType(module, &SnapshotData_Type) < 0 || PyModule_AddType(module, &SessionHandle_Type) < 0) return -1;
  return PyModule_AddFunctions(module, functions);
}
