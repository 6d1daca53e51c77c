#include "CodeRecord.h"

#include <pthread.h>

#include "Session.h"

static Py_ssize_t extra_index = -1;

// Called by the interpreter when a code object dies: its address may come back as another's.
static void code_died(void *extra) {
  CodeRecord *record = extra;
  if (record == NULL) return;
#ifndef Py_GIL_DISABLED // there all codes met are kept alive, see callee_register_code
  if (session.recording != NULL) sp_recording_retire(session.recording, (sp_key)(uintptr_t)record->code);
#endif
  PyMem_RawFree(record);
}

int code_records_prepare(void) {
  if (extra_index >= 0) return 0;
  extra_index = interpreter_request_code_extra(code_died);
  if (extra_index >= 0) return 0;
  PyErr_SetString(PyExc_RuntimeError, "no code-extra slot is free: too many tools use the frame evaluation API");
  return -1;
}

// Borrowed from the code object; NULL without an exception when there is no memory.
static CodeRecord *find_or_make(PyCodeObject *code) {
  void *extra = NULL;
  if (interpreter_get_code_extra((PyObject *)code, extra_index, &extra) == 0 && extra != NULL) return extra;
  CodeRecord *record = PyMem_RawCalloc(1, sizeof *record);
  if (record != NULL) {
    record->code = code;
    if (interpreter_set_code_extra((PyObject *)code, extra_index, record) == 0) return record;
    PyMem_RawFree(record);
  }
  PyErr_Clear();
  return NULL;
}

#ifndef Py_GIL_DISABLED

CodeRecord *code_record_of(PyCodeObject *code) { return find_or_make(code); }

#else

// WHY a cache: the interpreter's slots are no place for two threads at once, and a lock at each event would be worse
// than what it guards. An entry is good for one recording, which keeps alive what it has looked at.
typedef struct Remembered {
  PyCodeObject *code;
  CodeRecord *record;
  uint64_t serial;
} Remembered;

enum {
  REMEMBERED = 256
};
static _Thread_local Remembered *cache; // WHY a pointer: room for thread-local variables is scarce
static pthread_key_t cache_key;         // frees it when the thread ends
static pthread_mutex_t slots_lock = PTHREAD_MUTEX_INITIALIZER;

static void prepare_cache(void) { pthread_key_create(&cache_key, free); }

static Remembered *remembered(PyCodeObject *code) {
  static Remembered nothing;
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  if (SP_UNLIKELY(cache == NULL)) {
    pthread_once(&once, prepare_cache);
    cache = calloc(REMEMBERED, sizeof *cache);
    if (cache == NULL) return &nothing;
    pthread_setspecific(cache_key, cache);
  }
  return &cache[((uintptr_t)code >> 5) % REMEMBERED];
}

CodeRecord *code_record_of(PyCodeObject *code) {
  Remembered *entry = remembered(code);
  if (entry->code == code && entry->serial == session.serial) return entry->record;
  pthread_mutex_lock(&slots_lock);
  CodeRecord *record = find_or_make(code);
  pthread_mutex_unlock(&slots_lock);
  if (record == NULL) return NULL;
  if (session.kept != NULL && PyList_Append(session.kept, (PyObject *)code) < 0) {
    PyErr_Clear();
    Py_INCREF(code);
  }
  if (cache != NULL) *entry = (Remembered){code, record, session.serial};
  return record;
}

#endif
