// HOT: opening and closing. Everything else is done once per name.
#include "Spans.h"

#include "Event.h"
#include "Scopes.h"
#include "SpanMethods.h"
#include "Texts.h"

typedef struct Span {
  SpanBase base;
  Scope scope;
  PyObject *name; // owned str
} Span;

static PyObject *spans; // owned dict from names to spans, which live for ever: a name keeps its number

// ---- the scope

static void make_known(Span *span) {
  PyObject *owner;
  sp_text name = text_of(span->name, &owner);
  scope_register(&span->scope, (sp_callee){.kind = SP_KIND_SPAN, .name = name, .qualified_name = name});
  Py_XDECREF(owner);
}

static void open_span(SpanBase *self) {
  Span *span = (Span *)self;
  if (SP_LIKELY(session.recording == NULL)) return;
  ThreadHook *hook = event_begin(INSIDE);
  if (hook->recorder == NULL) {
    event_end(hook);
    return;
  }
  if (SP_UNLIKELY(!scope_is_registered(&span->scope))) make_known(span);
  event_hand_on(hook, hook->events.open_scope, span->scope.key, NULL);
}

static void close_span(SpanBase *self) {
  Span *span = (Span *)self;
  if (SP_LIKELY(session.recording == NULL) || !scope_is_registered(&span->scope)) return;
  ThreadHook *hook = event_begin(INSIDE);
  event_hand_on(hook, hook->events.close_scope, span->scope.key, NULL);
}

// ---- the object

static PyObject *new_span(PyObject *name) {
  Span *span = PyObject_New(Span, &Span_Type);
  if (span == NULL) return NULL;
  memset(span->base.bound, 0, sizeof span->base.bound);
  span->scope = scope_new();
  span->name = Py_NewRef(name);
  if (span_methods_bind(&span->base) < 0) return NULL;
  PyObject *kept = PyDict_SetDefault(spans, name, (PyObject *)span); // another thread may have been faster
  Py_XINCREF(kept);
  Py_DECREF(span);
  return kept;
}

static PyObject *span_named(PyObject *name) {
  if (!PyUnicode_CheckExact(name)) {
    return PyErr_Format(PyExc_TypeError, "the name of a span is a str, not %.200s", Py_TYPE(name)->tp_name);
  }
  if (PyUnicode_GET_LENGTH(name) == 0) {
    PyErr_SetString(PyExc_ValueError, "the name of a span is empty; say what the block does, as in 'db.query'");
    return NULL;
  }
  PyObject *known = PyDict_GetItemWithError(spans, name);
  if (SP_LIKELY(known != NULL)) return Py_NewRef(known);
  return PyErr_Occurred() ? NULL : new_span(name);
}

static PyObject *new(PyTypeObject *Py_UNUSED(type), PyObject *arguments, PyObject *keywords) {
  static char *names[] = {"", NULL};
  PyObject *name;
  return PyArg_ParseTupleAndKeywords(arguments, keywords, "O:span", names, &name) ? span_named(name) : NULL;
}

// The same, for calls from Python code.
static PyObject *vectorcall(PyObject *type, PyObject *const *arguments, size_t count, PyObject *names) {
  bool usual = PyVectorcall_NARGS(count) == 1 && (names == NULL || PyTuple_GET_SIZE(names) == 0);
  if (SP_LIKELY(usual)) return span_named(arguments[0]);
  PyErr_Format(PyExc_TypeError, "%s takes one argument, the name", ((PyTypeObject *)type)->tp_name);
  return NULL;
}

static PyObject *decorate(PyObject *self, PyObject *arguments, PyObject *keywords) {
  PyObject *module = PyImport_ImportModule("swiftprof._spans");
  PyObject *function = module != NULL ? PyObject_GetAttrString(module, "in_span") : NULL;
  Py_XDECREF(module);
  PyObject *bound = function != NULL ? PyMethod_New(function, self) : NULL;
  Py_XDECREF(function);
  PyObject *result = bound != NULL ? PyObject_Call(bound, arguments, keywords) : NULL;
  Py_XDECREF(bound);
  return result;
}

static PyObject *represent(PyObject *self) { return PyUnicode_FromFormat("swiftprof.span(%R)", ((Span *)self)->name); }

static PyObject *name_of(PyObject *self, void *Py_UNUSED(closure)) { return Py_NewRef(((Span *)self)->name); }

static PyObject *reduce(PyObject *self, PyObject *Py_UNUSED(none)) {
  return Py_BuildValue("O(O)", Py_TYPE(self), ((Span *)self)->name);
}

static PyMethodDef methods[] = {{"__reduce__", reduce, METH_NOARGS, "A span is its name."}, {0}};

static PyGetSetDef properties[] = {{"name", name_of, NULL, "What it is called in profiles.", NULL}, {0}};

PyDoc_STRVAR(
    documentation,
    "span(name, /)\n--\n\n"
    "A stretch of the program that is a node of its own in the profile, named by the program.\n\n"
    "`with` and `async with` open it below the function that runs the block, and close it at the block's end.\n"
    "It may be nested, recursive, and open in any number of threads and tasks at once; above a function it\n"
    "makes a span of each call (not of generators). Of a recording of targets, or with filters, spans are part\n"
    "too: below the innermost call that is recorded. Where nothing records it does nothing.\n\n"
    "name: a str. It is kept for as long as the process runs: name the operation, not the request.\n"
    "Raises TypeError, ValueError for an empty name. Entering and leaving takes about 0.1 us.\n\n"
    "    with swiftprof.span(\"db.query\"):\n"
    "        rows = connection.execute(query)\n\n"
    "    @swiftprof.span(\"render\")\n"
    "    async def render(page): ...\n");

PyTypeObject Span_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "swiftprof.span",
    .tp_doc = documentation,
    .tp_basicsize = sizeof(Span),
    .tp_new = new,
    .tp_vectorcall = vectorcall,
    .tp_call = decorate,
    .tp_repr = represent,
    .tp_methods = methods,
    .tp_getset = properties,
    .tp_flags = Py_TPFLAGS_DEFAULT,
};

int spans_prepare(void) {
  if (spans == NULL) spans = PyDict_New();
  if (spans == NULL || PyType_Ready(&Span_Type) < 0) return -1;
  return span_methods_add(&Span_Type, open_span, close_span);
}
