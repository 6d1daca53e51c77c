// A thread's hook from birth to death.
#include "ThreadHook.h"

#include "Callees.h"
#include "Texts.h"
#include "Threads.h"

ThreadHook *thread_hooks;

// Until a new thread runs, its state holds the ids of the thread that made it, or none.
static bool knows_its_ids(PyThreadState *thread) {
  PyThreadState *own = PyThreadState_Get();
  return thread == own || thread->native_thread_id != own->native_thread_id;
}

static sp_recorder *new_recorder(ThreadHook *hook, PyThreadState *thread, bool started_before) {
  sp_thread_description description = {
      .os_id = knows_its_ids(thread) ? (uint32_t)thread->native_thread_id : 0,
      .python_ident = hook->python_ident,
      .name = text_literal(""),
      .started_before = started_before,
      .host = thread_hook_host(hook),
  };
  sp_recorder *recorder = sp_recorder_create(session.recording, &description);
  if (recorder == NULL) PyErr_NoMemory();
  return recorder;
}

ThreadHook *thread_hook_new(PyThreadState *thread, bool started_before) {
  ThreadHook *hook = PyObject_New(ThreadHook, &ThreadHook_Type);
  if (hook == NULL) return NULL;
  memset((char *)hook + sizeof(PyObject), 0, sizeof *hook - sizeof(PyObject));
  hook->next = thread_hooks;
  if (thread_hooks != NULL) thread_hooks->previous = hook;
  thread_hooks = hook;
  hook->python_ident = knows_its_ids(thread) ? thread->thread_id : 0; // else its first event tells
  hook->builtins = session.options.builtins;
  hook->events = session.events;
  hook->recorder = new_recorder(hook, thread, started_before);
  if (hook->recorder == NULL) {
    Py_DECREF(hook);
    return NULL;
  }
  if (started_before) thread_hook_look_up_thread(hook);
  return hook;
}

int thread_hook_renew(ThreadHook *hook, PyThreadState *thread) {
  hook->recorder = new_recorder(hook, thread, true);
  return hook->recorder == NULL ? -1 : 0;
}

// The interpreter drops the profile object when the thread ends and when somebody sets another profile function.
static void dealloc(PyObject *self) {
  ThreadHook *hook = (ThreadHook *)self;
  if (hook->recorder != NULL && session.recording != NULL) {
    thread_hook_refresh_name(hook);
    sp_recorder_end(session.recording, hook->recorder);
  }
  if (hook->previous != NULL) hook->previous->next = hook->next;
  if (hook->next != NULL) hook->next->previous = hook->previous;
  if (thread_hooks == hook) thread_hooks = hook->next;
  Py_XDECREF(hook->thread);
  PyObject_Free(self);
}

static int32_t ignore_event(sp_recorder *Py_UNUSED(recorder), sp_key Py_UNUSED(key), void *Py_UNUSED(callee),
                            void *Py_UNUSED(frame)) {
  return 0;
}

void thread_hooks_orphan(void) {
  for (ThreadHook *hook = thread_hooks; hook != NULL; hook = hook->next) {
    hook->recorder = NULL;
    hook->events = (sp_event_functions){ignore_event, ignore_event, ignore_event};
  }
}

// Programs take the profile function away for a while and put back what sys.getprofile() gave them. The
// interpreter then calls that object at every event: the first call puts the hook itself back in its place.
static PyObject *put_back(PyObject *self, PyObject *Py_UNUSED(arguments), PyObject *Py_UNUSED(keywords)) {
  bool alive = ((ThreadHook *)self)->recorder != NULL;
  if (_PyEval_SetProfile(PyThreadState_Get(), alive ? thread_hook_event : NULL, alive ? self : NULL) < 0) return NULL;
  Py_RETURN_NONE;
}

PyTypeObject ThreadHook_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "swiftprof._bridge.ThreadHook",
    .tp_doc = "What a profiled thread carries as its profile object.",
    .tp_basicsize = sizeof(ThreadHook),
    .tp_dealloc = dealloc,
    .tp_call = put_back,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
};

static void enter_outermost_first(ThreadHook *hook, PyFrameObject **frames, Py_ssize_t count) {
  while (count-- > 0) {
    PyCodeObject *code = interpreter_code(frames[count]);
    // Registering again is harmless, and seldom: one look-up.
    callee_register_code(hook->recorder, code, frames[count]);
    sp_recorder_enter_open(session.recording, hook->recorder, callee_key_of_code(code));
    Py_DECREF(frames[count]);
  }
}

void thread_hook_enter_frames(ThreadHook *hook, PyThreadState *thread) {
  Py_ssize_t capacity = 64, count = 0;
  PyFrameObject **frames = PyMem_Malloc((size_t)capacity * sizeof *frames);
  PyFrameObject *frame = frames == NULL ? NULL : PyThreadState_GetFrame(thread);
  for (; frame != NULL; frame = PyFrame_GetBack(frame)) {
    if (count == capacity) {
      PyFrameObject **grown = PyMem_Realloc(frames, (size_t)(capacity *= 2) * sizeof *frames);
      if (grown == NULL) { // the outer frames stay unknown; their returns are ignored
        Py_DECREF(frame);
        break;
      }
      frames = grown;
    }
    frames[count++] = frame;
  }
  enter_outermost_first(hook, frames, count);
  PyMem_Free(frames);
}
