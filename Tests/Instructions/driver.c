// Plays one kind of event again and again, for a tool that counts instructions (InstructionBudgetTests.swift).
//
//     driver KIND COUNT
//
// The thread never seems to be switched out: its rseq slot is a word of ours that nobody clears. What is counted is the
// way through that nothing interrupts.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CSwiftProf.h"

static sp_recording *recording;
static sp_recorder *recorder;
static sp_event_functions events;
static uint64_t slot;

static void describe(void *context, sp_key key, void *callee) {
  (void)context, (void)callee;
  char name[32];
  int count = snprintf(name, sizeof name, "f%llx", (unsigned long long)key);
  sp_text text = {name, (size_t)count}, file = {"f.py", 4};
  sp_callee described = {
      .kind = SP_KIND_PYTHON, .first_line = (int32_t)(key >> 2), .name = text, .qualified_name = text};
  if (key & SP_KEY_SCOPE)
    described.kind = SP_KIND_SPAN;
  else
    described.file = file;
  sp_recording_register(recording, recorder, key, &described);
}

static void ignore(void *context) { (void)context; }
static void ignore_call(void *context, void *callee) { (void)context, (void)callee; }
static uint32_t no_place(void *context, sp_key key) { return (void)context, (void)key, 0; }
static void ignore_frame(void *context, void *callee, uint64_t frame) { (void)context, (void)callee, (void)frame; }

static sp_key key_of(uint64_t number) { return 0x10000 + number * 64; }

static void call(long i) {
  (void)i;
  events.call(recorder, key_of(1), NULL);
  events.leave(recorder, key_of(1), NULL);
}

static void bare_call(long i) {
  (void)i;
  events.bare_call(recorder, key_of(1), NULL);
  events.leave(recorder, key_of(1), NULL);
}

static void unwind(long i) {
  (void)i;
  events.call(recorder, key_of(1), NULL);
  events.unwind(recorder, key_of(1), NULL);
}

static void unrecorded(long i) {
  (void)i;
  events.note_unrecorded(recorder, 0, NULL);
}

static void call_in_turns(long i) {
  events.call(recorder, key_of(1 + i % 100), NULL);
  events.leave(recorder, key_of(1 + i % 100), NULL);
}

static void resume(long i) {
  (void)i;
  events.resume(recorder, key_of(1), NULL);
  events.leave(recorder, key_of(1), NULL);
}

static void suspend(long i) {
  (void)i;
  events.awaken(recorder, key_of(1), NULL, 0x7f0000001230);
  events.suspend(recorder, key_of(1), NULL, 0x7f0000001230);
}

static void span(long i) {
  (void)i;
  events.open_scope(recorder, sp_scope_key(7), NULL);
  events.close_scope(recorder, sp_scope_key(7), NULL);
}

static void nothing(long i) { (void)i; }

static const struct {
  const char *name;
  void (*play)(long);
} kinds[] = {{"nothing", nothing},
             {"call", call},
             {"call in turns", call_in_turns},
             {"resume", resume},
             {"bare call", bare_call},
             {"unwind", unwind},
             {"unrecorded call", unrecorded},
             {"suspend", suspend},
             {"span", span}};

static void prepare(void) {
  sp_error error = {0};
  sp_recording_options options = {.exclusive = true};
  sp_prepare();
  recording = sp_recording_create(&options, &error);
  sp_thread_description thread = {.os_id = 0};
  thread.host = (sp_host){
      .describe = describe, .switched = ignore, .watched = ignore_call, .place = no_place, .unfamiliar = ignore_frame};
  recorder = sp_recorder_create(recording, &thread);
  events = (sp_event_functions){.call = sp_call_tsc,
                                .resume = sp_resume_tsc,
                                .leave = sp_leave_tsc,
                                .bare_call = sp_bare_call_tsc,
                                .unwind = sp_unwind_tsc,
                                .note_unrecorded = sp_note_unrecorded,
                                .note_super = sp_note_super,
                                .open_scope = sp_open_scope_tsc,
                                .close_scope = sp_close_scope_tsc,
                                .suspend = sp_suspend_tsc,
                                .awaken = sp_awaken_tsc};
  events.call(recorder, key_of(0), NULL); // binds the recorder to this thread
  slot = recorder->armed;
  recorder->rseq_slot = &slot;
  recorder->thread->resync_tick = UINT64_MAX;
  describe(NULL, sp_scope_key(7), NULL);
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  prepare();
  for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++) {
    if (strcmp(kinds[kind].name, argv[1]) != 0) continue;
    long count = atol(argv[2]);
    for (long i = 0; i < count; i++) kinds[kind].play(i);
    return recorder->thread->unmatched == 0 ? 0 : 3;
  }
  return 2;
}
