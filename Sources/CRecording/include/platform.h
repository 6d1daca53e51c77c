// What differs between platforms on the event path, one header each behind the same few inline functions:
//
//   uint64_t sp_tick_tsc(void)          the processor's tick counter
//   uint64_t sp_tick_monotonic(void)    CLOCK_MONOTONIC, ns
//   int      sp_tsc_invariant(void)     1: the counter runs at one rate, whatever the processor does
//   void     sp_await_pending(void)     everything before it is done before anything after it starts
//   uint32_t sp_os_thread_id(void)      the kernel's id of the calling thread
//   uint64_t sp_thread_switches(void)   how often the calling thread has been switched out
//   uint64_t *sp_rseq_slot(int64_t off) address of the calling thread's rseq_cs, `off` = __rseq_offset
//   int      sp_rseq_registered(int64_t off) 1: the kernel knows that struct
//   SP_RSEQ_SIGNATURE                   what the kernel wants to see before an abort address
//
// A new platform is one more such header and one line here.
#ifndef CRECORDING_PLATFORM_H
#define CRECORDING_PLATFORM_H

#if defined(__linux__) && defined(__x86_64__)
#include "platform_linux_x86_64.h"
#else
#error "swiftprof runs on Linux x86-64 so far; see Sources/CRecording/include/platform.h for what another needs"
#endif

// WHY volatile: the kernel clears this word behind the compiler's back, whenever the thread is switched out.
#ifdef __clang__
#pragma clang assume_nonnull begin
#endif
static inline uint64_t sp_load_volatile(const uint64_t *address) { return *(const volatile uint64_t *)address; }
static inline void sp_store_volatile(uint64_t *address, uint64_t value) { *(volatile uint64_t *)address = value; }
#ifdef __clang__
#pragma clang assume_nonnull end
#endif

#endif
