// Linux on x86-64. See platform.h for the interface.
#ifndef CRECORDING_PLATFORM_LINUX_X86_64_H
#define CRECORDING_PLATFORM_LINUX_X86_64_H

#include <stdint.h>
#include <sys/resource.h>
#include <time.h>

// Linux, arch/x86/include/asm/rseq.h and glibc's bits/rseq.h: the same number.
#define SP_RSEQ_SIGNATURE 0x53053053u

// Intel SDM vol. 2, RDTSC. Volatile, so that it stays before the check of the rseq slot that follows it:
// a switch between the two is then seen by the check and the tick read again.
static inline uint64_t sp_tick_tsc(void) {
  uint32_t low, high;
  __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
  return ((uint64_t)high << 32) | low;
}

static inline uint64_t sp_tick_monotonic(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000ull + (uint64_t)now.tv_nsec;
}

// Intel SDM vol. 3, "Invariant TSC": CPUID 80000007H, EDX bit 8.
static inline int sp_tsc_invariant(void) {
  uint32_t a = 0x80000000u, b, c = 0, d;
  __asm__ volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
  if (a < 0x80000007u) return 0;
  a = 0x80000007u, c = 0;
  __asm__ volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
  return (d >> 8) & 1;
}

// Intel SDM vol. 2, LFENCE: nothing after it starts before all before it is done. Without, a processor that looks hundreds of
// instructions ahead reads the clock long before the work that it is to time.
static inline void sp_await_pending(void) { __asm__ volatile("lfence" ::: "memory"); }

// The kernel's id of the calling thread. WHY declared here: Glibc's module shows gettid to no Swift code.
int gettid(void);
static inline uint32_t sp_os_thread_id(void) { return (uint32_t)gettid(); }

// How often the calling thread has been switched out, for whichever reason. 1 is RUSAGE_THREAD (Linux,
// include/uapi/linux/resource.h), which glibc names for _GNU_SOURCE only.
static inline uint64_t sp_thread_switches(void) {
  struct rusage usage = {0};
  getrusage(1, &usage);
  return (uint64_t)usage.ru_nvcsw + (uint64_t)usage.ru_nivcsw;
}

// struct rseq { u32 cpu_id_start; u32 cpu_id; u64 rseq_cs; ... } (Linux, include/uapi/linux/rseq.h), which
// glibc >= 2.35 keeps at a fixed distance from the thread pointer.
static inline uint64_t *sp_rseq_slot(int64_t rseq_offset) {
  return (uint64_t *)((char *)__builtin_thread_pointer() + rseq_offset + 8);
}

// Whether the kernel knows the calling thread's struct rseq: if not, a negative cpu_id stands there (glibc's
// RSEQ_CPU_ID_REGISTRATION_FAILED; -1 once it was taken back), and the slot is a word like any other, which nobody clears.
static inline int sp_rseq_registered(int64_t rseq_offset) {
  return *(volatile int32_t *)((char *)__builtin_thread_pointer() + rseq_offset + 4) >= 0;
}

#endif
