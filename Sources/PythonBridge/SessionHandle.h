// A session as its block has it. When the last handle goes nobody can ask what happened in it.
#ifndef PYTHONBRIDGE_SESSIONHANDLE_H
#define PYTHONBRIDGE_SESSIONHANDLE_H

#include "OpenSessions.h"

extern PyTypeObject SessionHandle_Type;

// Takes the session over; NULL with an exception.
PyObject *session_handle_new(OpenSession *session);
// Borrowed; NULL with a TypeError.
OpenSession *session_handle_session(PyObject *handle);

#endif
