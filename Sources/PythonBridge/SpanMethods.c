#include "SpanMethods.h"

#include "Awaitable.h"

typedef struct SpanMethod {
  PyObject_HEAD vectorcallfunc vectorcall;
  SpanBase *span; // owned; NULL: of the type, called with the span
  int index;      // of `kinds`
} SpanMethod;

static PyTypeObject *owner; // borrowed: the type of spans, which is a static one
static void (*open_span)(SpanBase *span), (*close_span)(SpanBase *span);

typedef struct Kind {
  const char *name;
  vectorcallfunc function;
} Kind;
static const Kind kinds[SPAN_METHODS];

// The span that a method is called for; borrowed, NULL with an exception.
static SpanBase *span_of(PyObject *self, PyObject *const *arguments, size_t count) {
  SpanMethod *method = (SpanMethod *)self;
  if (SP_LIKELY(method->span != NULL)) return method->span;
  if (PyVectorcall_NARGS(count) > 0 && Py_IS_TYPE(arguments[0], owner)) return (SpanBase *)arguments[0];
  PyErr_Format(PyExc_TypeError, "%s needs a %s", kinds[method->index].name, owner->tp_name);
  return NULL;
}

static PyObject *enter(PyObject *self, PyObject *const *arguments, size_t count, PyObject *Py_UNUSED(names)) {
  SpanBase *span = span_of(self, arguments, count);
  if (span == NULL) return NULL;
  open_span(span);
  return Py_NewRef(span);
}

static PyObject *leave(PyObject *self, PyObject *const *arguments, size_t count, PyObject *Py_UNUSED(names)) {
  SpanBase *span = span_of(self, arguments, count);
  if (span == NULL) return NULL;
  close_span(span);
  Py_RETURN_NONE;
}

static PyObject *awaitable(PyObject *value) {
  PyObject *result = value != NULL ? awaitable_of(value) : NULL;
  Py_XDECREF(value);
  return result;
}

static PyObject *async_enter(PyObject *self, PyObject *const *arguments, size_t count, PyObject *names) {
  return awaitable(enter(self, arguments, count, names));
}

static PyObject *async_leave(PyObject *self, PyObject *const *arguments, size_t count, PyObject *names) {
  return awaitable(leave(self, arguments, count, names));
}

static const Kind kinds[SPAN_METHODS] = {
    {"__enter__", enter}, {"__exit__", leave}, {"__aenter__", async_enter}, {"__aexit__", async_leave}};

static PyObject *bind(PyObject *self, PyObject *span, PyObject *Py_UNUSED(type)) {
  return Py_NewRef(span != NULL ? ((SpanBase *)span)->bound[((SpanMethod *)self)->index] : self);
}

static PyObject *represent(PyObject *self) {
  SpanMethod *method = (SpanMethod *)self;
  const char *name = kinds[method->index].name;
  if (method->span != NULL) return PyUnicode_FromFormat("<method '%s' of %R>", name, method->span);
  return PyUnicode_FromFormat("<method '%s' of '%s' objects>", name, owner->tp_name);
}

static void dealloc(PyObject *self) {
  Py_XDECREF(((SpanMethod *)self)->span);
  PyObject_Free(self);
}

static PyTypeObject SpanMethod_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "swiftprof._bridge.SpanMethod",
    .tp_doc = "A method of swiftprof.span that is no event of the interpreter.",
    .tp_basicsize = sizeof(SpanMethod),
    .tp_vectorcall_offset = offsetof(SpanMethod, vectorcall),
    .tp_call = PyVectorcall_Call,
    .tp_descr_get = bind,
    .tp_repr = represent,
    .tp_dealloc = dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_DISALLOW_INSTANTIATION,
};

static PyObject *new_method(int index, SpanBase *span) {
  SpanMethod *method = PyObject_New(SpanMethod, &SpanMethod_Type);
  if (method == NULL) return NULL;
  method->vectorcall = kinds[index].function;
  method->span = (SpanBase *)Py_XNewRef(span);
  method->index = index;
  return (PyObject *)method;
}

int span_methods_bind(SpanBase *span) {
  for (int i = 0; i < SPAN_METHODS; i++) {
    span->bound[i] = new_method(i, span);
    if (span->bound[i] == NULL) return -1;
  }
  return 0;
}

int span_methods_add(PyTypeObject *type, void (*open)(SpanBase *span), void (*close)(SpanBase *span)) {
  if (PyType_Ready(&SpanMethod_Type) < 0 || awaitable_prepare() < 0) return -1;
  owner = type;
  open_span = open;
  close_span = close;
  for (int i = 0; i < SPAN_METHODS; i++) {
    PyObject *method = new_method(i, NULL);
    int failed = method == NULL ? -1 : PyDict_SetItemString(type->tp_dict, kinds[i].name, method);
    Py_XDECREF(method);
    if (failed) return -1;
  }
  PyType_Modified(type);
  return 0;
}
