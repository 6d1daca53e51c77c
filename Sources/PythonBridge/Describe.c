#include "Describe.h"

#include "Callees.h"
#include "Threads.h"

void describe_callee(void *context, sp_key key, void *callee) {
  ThreadHook *hook = context;
  if (key & SP_KEY_NATIVE) {
    callee_register_native(hook->recorder, key, callee);
  } else {
    // The frame that is being entered is the current one already.
    callee_register_code(hook->recorder, callee, PyEval_GetGlobals());
  }
}

void describe_switch(void *context) {
  ThreadHook *hook = context;
  if (!hook->named) thread_hook_find_thread(hook);
  threads_adopt_new();
}
