// Scopes of the core: spans and labels, which are no objects of the interpreter and so have numbers for keys.
#ifndef PYTHONBRIDGE_SCOPES_H
#define PYTHONBRIDGE_SCOPES_H

#include "ThreadHook.h"

// A scope's key, and the recording that knows it. WHY atomic: without the GIL threads share a scope, and whoever sees
// the serial must find the key registered.
typedef struct Scope {
  sp_key key;
  uint64_t serial; // session.serial of the recording in which it is registered
} Scope;

// A new scope, unlike all others of this process.
Scope scope_new(void);
// Makes the scope known to the recording. `callee` needs no first line.
void scope_register(Scope *scope, sp_callee callee);

static inline bool scope_is_registered(const Scope *scope) {
  return __atomic_load_n(&scope->serial, __ATOMIC_ACQUIRE) == session.serial;
}

#endif
