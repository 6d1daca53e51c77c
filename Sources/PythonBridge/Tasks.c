#include "Tasks.h"

#include "Event.h"
#include "RunningTask.h"
#include "Texts.h"

int tasks_prepare(void) { return running_task_prepare(); }

// ---- steps

// A coroutine that another one awaits is no task's own. A generator may stand between, then the look-up finds out.
static bool is_awaited(InterpreterFrame *frame) {
  InterpreterFrame *caller = interpreter_caller(frame);
  return caller != NULL && interpreter_is_async(interpreter_code_of(caller));
}

// New reference to the name of the task whose own coroutine has this frame; NULL if there is none.
static PyObject *name_of_task_of(InterpreterFrame *frame) {
  if (!(interpreter_code_of(frame)->co_flags & CO_COROUTINE) || is_awaited(frame)) return NULL;
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  PyObject *name = running_task_name(frame);
  PyErr_Restore(type, value, traceback);
  return name;
}

static void begin_task(sp_recorder *recorder, InterpreterFrame *frame, PyObject *name) {
  PyObject *owner;
  sp_task_description task = {
      .kind = SP_TASK_COROUTINE,
      .name = text_of(name, &owner),
      .frame = (uint64_t)(uintptr_t)frame,
  };
  sp_recorder_begin_step(recorder, sp_recorder_add_task(recorder, &task));
  Py_XDECREF(owner);
}

void tasks_begin(InterpreterFrame *frame, PyObject *name) {
  if (!thread_hook_is_recorded(thread_hook_own)) return;
  ThreadHook *hook = event_begin(INSIDE);
  if (thread_hook_is_recorded(hook)) begin_task(hook->recorder, frame, name);
  event_end(hook);
}

void tasks_note_start(InterpreterFrame *frame) {
  if (!thread_hook_is_recorded(thread_hook_own)) return;
  PyObject *name = name_of_task_of(frame);
  if (name == NULL) return;
  tasks_begin(frame, name);
  Py_DECREF(name);
}

void tasks_note_running(sp_recorder *recorder, InterpreterFrame *frame) {
  PyObject *name = name_of_task_of(frame);
  if (name == NULL) return;
  begin_task(recorder, frame, name);
  Py_DECREF(name);
}

// ---- creators

// WHY those that make none themselves: who calls them is the one that people look for.
static const struct {
  const char *module;
  const char *names[10];
} creators[] = {
    {"anyio._backends._asyncio",
     {"TaskGroup.start_soon", "TaskGroup.start", "TaskGroup.create_task", "TaskGroup._spawn"}},
    {"anyio._backends._trio", {"TaskGroup.start_soon", "TaskGroup.start", "TaskGroup.create_task"}},
    {"anyio.abc._tasks", {"TaskGroup.start_soon"}},
    {"asyncio.base_events", {"BaseEventLoop.create_task", "BaseEventLoop.run_until_complete"}},
    {"asyncio.runners", {"run", "Runner.run"}},
    {"asyncio.taskgroups", {"TaskGroup.create_task"}},
    {"asyncio.tasks",
     {"create_task", "ensure_future", "_ensure_future", "gather", "shield", "wait_for", "as_completed"}},
    {"trio._core._run", {"Runner.reschedule", "Runner.spawn_impl", "Nursery.start_soon", "Nursery.start"}},
};

bool tasks_is_creator(const sp_callee *callee) {
  for (size_t i = 0; i < sizeof creators / sizeof *creators; i++) {
    if (!text_equals(callee->module, creators[i].module)) continue;
    for (const char *const *name = creators[i].names; *name != NULL; name++) {
      if (text_equals(callee->qualified_name, *name)) return true;
    }
  }
  return false;
}

// The coroutine that a creator is given, or that of the new task which trio is given to run; borrowed, or NULL.
static PyObject *coroutine_in(PyObject *argument) {
  if (argument == NULL) return NULL;
  return PyCoro_CheckExact(argument) ? argument : running_task_coroutine_of_new(argument);
}

void tasks_note_creation(sp_recorder *recorder, InterpreterFrame *frame) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  for (int i = 0; i < 2; i++) {
    PyObject *coroutine = coroutine_in(interpreter_local(frame, i));
    if (coroutine == NULL) continue;
    sp_recorder_note_creation(recorder, (uint64_t)(uintptr_t)interpreter_frame_of_generator(coroutine));
    break;
  }
  PyErr_Restore(type, value, traceback);
}
