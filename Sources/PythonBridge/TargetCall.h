// A callable in the place of a target on the backend setprofile, which has no events for single code objects.
#ifndef PYTHONBRIDGE_TARGETCALL_H
#define PYTHONBRIDGE_TARGETCALL_H

#include "Interpreter.h"

extern PyTypeObject TargetCall_Type; // TargetCall(function, code, below)

#endif
