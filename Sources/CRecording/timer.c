// What a timer of the program's own said last, thread by thread.
#include "CRecording.h"

static _Thread_local uint64_t now;

void sp_timer_set(uint64_t tick) { now = tick; }
uint64_t sp_timer_get(void) { return now; }
