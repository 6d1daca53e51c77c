"""Refuses system calls to a process, as sandboxes do: a filter of seccomp(2), without privileges."""

import ctypes
import errno
import struct
import sys

RSEQ = 334  # Linux, arch/x86/entry/syscalls/syscall_64.tbl
CLOCK_GETTIME = 228

_LOAD_WORD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06  # linux/bpf_common.h
_ALLOW, _FAIL_WITH = 0x7FFF0000, 0x00050000  # linux/seccomp.h
_UNREGISTER, _SIGNATURE = 1, 0x53053053  # linux/rseq.h
_SET_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2  # linux/prctl.h


def refuse(number: int, error: int = errno.ENOSYS) -> None:
    """From now on system call `number` fails: in this thread, those that it starts, and after exec.

    Raises OSError where the kernel refuses the filter itself.
    """
    program = b"".join(
        struct.pack("=HBBI", *instruction)
        for instruction in (
            (_LOAD_WORD, 0, 0, 0),  # seccomp_data.nr
            (_JUMP_IF_EQUAL, 0, 1, number),
            (_RETURN, 0, 0, _FAIL_WITH | error),
            (_RETURN, 0, 0, _ALLOW),
        )
    )
    instructions = ctypes.create_string_buffer(program, len(program))
    header = ctypes.create_string_buffer(
        struct.pack("@HP", len(program) // 8, ctypes.addressof(instructions))
    )
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or library.prctl(
        _SET_SECCOMP, _FILTER, header, 0, 0
    ):
        raise OSError(ctypes.get_errno(), "the kernel takes no filter of system calls")


def give_rseq_up() -> None:
    """Take the calling thread's rseq area, which glibc registered, back from the kernel."""
    library = ctypes.CDLL(None, use_errno=True)
    library.pthread_self.restype = ctypes.c_void_p  # the thread pointer, on x86-64
    offset = ctypes.c_ssize_t.in_dll(library, "__rseq_offset").value
    area = ctypes.c_void_p(library.pthread_self() + offset)
    if library.syscall(RSEQ, area, 32, _UNREGISTER, ctypes.c_uint32(_SIGNATURE)):
        raise OSError(ctypes.get_errno(), "the kernel knows no rseq area of this thread")


if __name__ == "__main__":  # sandbox.py NUMBER ERROR PROGRAM ARGUMENTS...
    import os

    refuse(int(sys.argv[1]), int(sys.argv[2]))
    os.execv(sys.argv[3], sys.argv[3:])
