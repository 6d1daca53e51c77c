#include "TaskRows.h"

#include "RowBuilder.h"
#include "Texts.h"

#define END {NULL, NULL}

static PyStructSequence_Field task_fields[] = {{"kind", NULL},
                                               {"name", NULL},
                                               {"function", NULL},
                                               {"creator", NULL},
                                               {"creator_task", NULL},
                                               {"thread", NULL},
                                               {"ended", NULL},
                                               {"steps", NULL},
                                               {"wall_ns", NULL},
                                               {"cpu_ns", NULL},
                                               {"suspended_ns", NULL},
                                               {"longest_step_ns", NULL},
                                               {"longest_step_path", NULL},
                                               END};
static PyStructSequence_Field label_fields[] = {{"context", NULL},      {"tag", NULL},         {"ncall", NULL},
                                                {"wall_self_ns", NULL}, {"cpu_self_ns", NULL}, END};

static PyStructSequence_Desc descriptions[] = {ROW_TYPE("TaskRow", task_fields), ROW_TYPE("LabelRow", label_fields)};
enum {
  TASK,
  LABEL,
  TYPES
};
static PyTypeObject *types[TYPES];

int task_rows_prepare(PyObject *module) { return row_types_add(module, descriptions, types, TYPES); }

static const char *kind_name(sp_task_kind kind) {
  switch (kind) {
  case SP_TASK_COROUTINE:
    return "task";
  case SP_TASK_GREENLET:
    return "greenlet";
  }
  return "unknown";
}

// The names of a path as a tuple. A new reference; NULL with an exception.
static PyObject *path_of(const sp_text *names, size_t count) {
  PyObject *path = PyTuple_New((Py_ssize_t)count);
  for (size_t i = 0; path != NULL && i < count; i++) {
    PyObject *name = text_to_python(names[i]);
    if (name == NULL) {
      Py_CLEAR(path);
    } else {
      PyTuple_SET_ITEM(path, (Py_ssize_t)i, name);
    }
  }
  return path;
}

static PyObject *task_row(const sp_task_row *task) {
  Row row = row_begin(types[TASK]);
  row_put_text(&row, text_literal(kind_name(task->kind)));
  row_put_text(&row, task->name);
  row_put_text(&row, task->function);
  row_put_text(&row, task->creator);
  row_put_text(&row, task->creator_task);
  row_put_index(&row, task->thread);
  row_put_flag(&row, task->ended);
  row_put_number(&row, task->steps);
  row_put_number(&row, task->wall_ns);
  row_put_number(&row, task->cpu_ns);
  row_put_number(&row, task->suspended_ns);
  row_put_number(&row, task->longest_step_ns);
  row_put(&row, path_of(task->longest_path, task->longest_path_count));
  return row_finish(&row);
}

static PyObject *label_row(const sp_label_row *label) {
  Row row = row_begin(types[LABEL]);
  row_put_text(&row, label->context);
  row_put_text(&row, label->tag);
  row_put_number(&row, label->ncall);
  row_put_number(&row, label->self_wall);
  row_put_number(&row, label->self_cpu);
  return row_finish(&row);
}

PyObject *task_rows_tasks(const sp_profile *profile) { ROW_LIST(profile, sp_profile_tasks, sp_task_row, task_row); }
PyObject *task_rows_labels(const sp_profile *profile) { ROW_LIST(profile, sp_profile_labels, sp_label_row, label_row); }
