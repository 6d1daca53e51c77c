#include "Scopes.h"

Scope scope_new(void) {
  static uint32_t last_number;
  return (Scope){.key = sp_scope_key(__atomic_add_fetch(&last_number, 1, __ATOMIC_RELAXED))};
}

void scope_register(Scope *scope, sp_callee callee) {
  callee.first_line = (int32_t)(scope->key >> 2); // the core finds the key by it
  // WHY no recorder: the time since its last event is the program's, and not charged yet.
  sp_recording_register(session.recording, NULL, scope->key, &callee);
  __atomic_store_n(&scope->serial, session.serial, __ATOMIC_RELEASE);
}
