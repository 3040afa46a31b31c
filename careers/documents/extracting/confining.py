"""Limits that a process sets on itself before it reads a stranger's file.

There are three layers. The kernel limits memory, time, files and processes. On Linux, libseccomp filters system calls:
nothing may be opened, started or connected to any more. A hook of the interpreter stops Python code from the same; it
cannot stop C code, so where there is no filter it is all that keeps a parser with a hole in it from the network.
"""

import ctypes
import errno
import os
import resource
import signal
import sys
from typing import Final

from .limits import Limits

LIBRARY: Final = "libseccomp.so.2"
_KILL: Final = 0x8000_0000
_REFUSE: Final = 0x0005_0000 | errno.EPERM
_ALLOW: Final = 0x7FFF_0000
_EQUAL: Final = 4
# All that is left to do: compute, take memory, read what was given, write the answer, end.
_ALLOWED: Final = """
    read readv write lseek close fstat mmap munmap mremap mprotect madvise brk futex exit exit_group rt_sigaction
    rt_sigprocmask rt_sigreturn sigaltstack clock_gettime clock_nanosleep gettimeofday time getrandom getpid gettid
    sched_yield sched_getaffinity getrusage restart_syscall rseq
"""
# Nothing here tries these by mistake: a process that does is ended at once, and its file refused as unsafe.
_FATAL: Final = """
    socket socketpair connect bind listen accept accept4 sendto sendmsg execve execveat fork vfork clone clone3 ptrace
    process_vm_readv process_vm_writev bpf mount unshare setns init_module kexec_load
"""
_FORBIDDEN: Final = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "open")


class _Comparison(ctypes.Structure):
    """A condition on an argument of a system call, in the layout that libseccomp expects."""

    _fields_ = [
        ("argument", ctypes.c_uint),
        ("operator", ctypes.c_int),
        ("value", ctypes.c_uint64),
        ("other", ctypes.c_uint64),
    ]


def limit(limits: Limits) -> None:
    """Set the limits of the kernel."""
    seconds = int(limits.cpu) + 1
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_NOFILE, limits.files),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _set(what, most)
    signal.setitimer(signal.ITIMER_PROF, limits.cpu)  # the same in fractions of a second


def _set(what: int, most: int) -> None:
    """Set a limit, or keep a lower one that there is already. macOS does not let itself be limited in memory."""
    there = resource.getrlimit(what)[1]
    most = most if there == resource.RLIM_INFINITY else min(most, there)
    try:
        resource.setrlimit(what, (most, most))
    except (ValueError, OSError):
        if sys.platform == "linux":
            raise


def lock() -> bool:
    """Give up everything but computing. Say whether system calls are filtered, or Python code is stopped only."""
    filtered = _filter()
    sys.addaudithook(stop)
    return filtered


def _filter() -> bool:
    try:
        library = ctypes.CDLL(LIBRARY)
    except OSError:
        return False
    library.seccomp_init.restype = ctypes.c_void_p
    rules = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(_REFUSE)))
    for action, names in ((_ALLOW, _ALLOWED), (_KILL, _FATAL)):
        for name in names.split():
            number = library.seccomp_syscall_resolve_name(name.encode())
            if number >= 0:  # each kind of processor has its own calls
                library.seccomp_rule_add_array(rules, ctypes.c_uint32(action), number, 0, None)
    itself = _Comparison(0, _EQUAL, os.getpid(), 0)
    signal_a_thread = library.seccomp_syscall_resolve_name(b"tgkill")
    library.seccomp_rule_add_array(rules, ctypes.c_uint32(_ALLOW), signal_a_thread, 1, ctypes.byref(itself))
    return bool(library.seccomp_load(rules) == 0)


def stop(event: str, arguments: tuple[object, ...]) -> None:
    """Stop what Python code would do beyond computing; a hook of the interpreter can't be taken off again."""
    if event.startswith(_FORBIDDEN):
        raise PermissionError(f"{event} is over for this process")
