#ifndef CCELLHOST_MACHINE_H
#define CCELLHOST_MACHINE_H

// All that depends on the processor: registers in a signal's context, and instructions.

#include <stdbool.h>
#include <stdint.h>
#include <ucontext.h>

#if defined(__x86_64__)

static inline uintptr_t machineProgramCounter(const ucontext_t *context) {
  return (uintptr_t)context->uc_mcontext.gregs[REG_RIP];
}

static inline uintptr_t machineFramePointer(const ucontext_t *context) {
  return (uintptr_t)context->uc_mcontext.gregs[REG_RBP];
}

static inline uintptr_t machineStackPointer(const ucontext_t *context) {
  return (uintptr_t)context->uc_mcontext.gregs[REG_RSP];
}

/// Whether the instruction is a stub for another image's function: it is the cell's code, but belongs to
/// no line.
static inline bool machineIsStub(uintptr_t pc) {
  const uint8_t *bytes = (const uint8_t *)pc;
  return bytes[0] == 0xff && bytes[1] == 0x25;  // jmp *offset(%rip)
}

/// Whether the function at `pc` has not set up its frame yet, or has taken it down: the frame pointer is
/// still its caller's, and a walk from there would leave the caller out.
static inline bool machineIsBetweenFrames(uintptr_t pc) {
  const uint8_t *bytes = (const uint8_t *)pc;
  return bytes[0] == 0x55                                               // push %rbp
      || (bytes[0] == 0x48 && bytes[1] == 0x89 && bytes[2] == 0xe5)     // mov %rsp, %rbp
      || bytes[0] == 0xc3;                                              // ret
}

/// Whether the thread is in a system call: the instruction before `pc` or at it makes one.
static inline bool machineIsInSystemCall(uintptr_t pc) {
  const uint8_t *before = (const uint8_t *)pc - 2;
  return (before[0] == 0x0f && before[1] == 0x05) || (before[2] == 0x0f && before[3] == 0x05);
}

/// The frame pointer's number in unwind tables.
enum { machineFramePointerRegister = 6 };

#elif defined(__aarch64__)

static inline uintptr_t machineProgramCounter(const ucontext_t *context) {
  return (uintptr_t)context->uc_mcontext.pc;
}

static inline uintptr_t machineFramePointer(const ucontext_t *context) {
  return (uintptr_t)context->uc_mcontext.regs[29];
}

static inline uintptr_t machineStackPointer(const ucontext_t *context) {
  return (uintptr_t)context->uc_mcontext.sp;
}

static inline bool machineIsStub(uintptr_t pc) { return false; }

static inline bool machineIsBetweenFrames(uintptr_t pc) {
  uint32_t word = *(const uint32_t *)pc;
  return (word & 0xffc07fff) == 0xa9807bfd  // stp x29, x30, [sp, #-n]!
      || word == 0x910003fd                 // mov x29, sp
      || word == 0xd65f03c0;                // ret
}

static inline bool machineIsInSystemCall(uintptr_t pc) {
  const uint32_t *words = (const uint32_t *)pc;
  return words[-1] == 0xd4000001 || words[0] == 0xd4000001;  // svc #0
}

enum { machineFramePointerRegister = 29 };

#else
#error "The cell host knows x86-64 and arm64."
#endif

#endif
