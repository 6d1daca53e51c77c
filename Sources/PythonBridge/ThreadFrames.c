#include "ThreadFrames.h"

#include "Callees.h"
#include "Filters.h"
#include "Tasks.h"

static void enter(sp_recorder *recorder, PyFrameObject *frame, bool own) {
  PyCodeObject *code = PyFrame_GetCode(frame);
  PyObject *globals = PyFrame_GetGlobals(frame);
  if (filters_admit(code, globals)) {
    callee_register_code(recorder, code, globals); // registering again is harmless, and seldom: one look-up
    sp_recorder_enter_open(session.recording, recorder, callee_key_of_code(code));
    if (own && interpreter_is_async(code)) tasks_note_running(recorder, frame->f_frame);
  }
  Py_XDECREF(globals);
  Py_DECREF(code);
}

// Owned frames, innermost first; the number of them.
static Py_ssize_t frames_of(PyThreadState *thread, PyFrameObject ***frames) {
  Py_ssize_t capacity = 64, count = 0;
  *frames = PyMem_Malloc((size_t)capacity * sizeof **frames);
  PyFrameObject *frame = *frames == NULL ? NULL : PyThreadState_GetFrame(thread);
  for (; frame != NULL; frame = PyFrame_GetBack(frame)) {
    if (count == capacity) {
      PyFrameObject **grown = PyMem_Realloc(*frames, (size_t)(capacity *= 2) * sizeof **frames);
      if (grown == NULL) { // the outer frames stay unknown; their returns are ignored
        Py_DECREF(frame);
        break;
      }
      *frames = grown;
    }
    (*frames)[count++] = frame;
  }
  return count;
}

void thread_frames_enter(sp_recorder *recorder, PyThreadState *thread, int skipped) {
  PyFrameObject **frames;
  Py_ssize_t count = frames_of(thread, &frames);
  bool own = thread == PyThreadState_Get(); // asyncio and trio tell a thread of its own task only
  while (count-- > 0) {
    if (count >= skipped) enter(recorder, frames[count], own);
    Py_DECREF(frames[count]);
  }
  PyMem_Free(frames);
}

static bool is_recorded(PyFrameObject *frame, PyCodeObject *code) {
  PyObject *globals = PyFrame_GetGlobals(frame);
  bool admitted = filters_admit(code, globals);
  Py_XDECREF(globals);
  return admitted;
}

bool thread_frames_are_open(sp_recorder *recorder, PyFrameObject *innermost, int skipped) {
  uint32_t depth = recorder->thread->depth;
  PyFrameObject *frame = (PyFrameObject *)Py_XNewRef((PyObject *)innermost);
  bool equal = true;
  while (frame != NULL) {
    PyCodeObject *code = PyFrame_GetCode(frame);
    if (skipped > 0) {
      skipped--;
    } else if (equal && is_recorded(frame, code)) {
      equal = depth > 1 && recorder->stack[--depth].key == callee_key_of_code(code);
    }
    Py_DECREF(code);
    PyFrameObject *caller = PyFrame_GetBack(frame);
    Py_DECREF(frame);
    frame = caller;
  }
  return equal && depth == 1;
}
