"""What a process gives up before it opens a stranger's file: the network, programs, other processes
and every file that it has no business with.

The kernel is asked for it by whoever is about to lose it: neither root nor namespaces are needed,
so that containers have it too. What a kernel does not know stays as it was; `docs/security.md` says
what each of them is good for. Nothing of it can be taken back.
"""

import ctypes
import errno
import os
import struct
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

# linux/prctl.h
PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 4, 22, 38
FILTER = 2


def enter(*, reads: Iterable[Path], writes: Iterable[Path] = (), confine_files: bool) -> None:
    """Afterwards this process opens what lies in these folders and nothing else; what its user may
    unless `confine_files`.
    """
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    # No other process of the user looks into it.
    _prctl(libc, PR_SET_DUMPABLE, 0)
    # Without this the kernel leaves the rest to root.
    _prctl(libc, PR_SET_NO_NEW_PRIVS, 1)
    _give_up_files(libc, reads, writes, confine_files=confine_files)
    _give_up_calls(libc)


def _prctl(libc: ctypes.CDLL, option: int, value: int, further: object = None) -> None:
    libc.prctl(
        option, ctypes.c_ulong(value), further or ctypes.c_ulong(0), *[ctypes.c_ulong(0)] * 2
    )


# Files and other processes: Landlock, linux/landlock.h

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
ASK_VERSION = 1
BENEATH = 1
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
REMOVE_FILE, MAKE_FILE, TRUNCATE = 1 << 5, 1 << 8, 1 << 14
READ = READ_FILE | READ_DIR
WRITE = READ | WRITE_FILE | REMOVE_FILE | MAKE_FILE | TRUNCATE
# How many rights there are from a version on; the first one has no newer.
RIGHTS: Mapping[int, int] = {1: 13, 2: 14, 3: 15, 4: 15}
MOST_RIGHTS = 16
# From these versions on: to bind and connect by TCP; abstract sockets and signals of others.
NETWORK_FROM, SCOPES_FROM = 4, 6
BOTH = 3


def landlock_version(libc: ctypes.CDLL) -> int:
    """-1 where the kernel has none, or keeps it to itself."""
    return _call(libc, CREATE_RULESET, None, 0, ASK_VERSION)


def _give_up_files(
    libc: ctypes.CDLL, reads: Iterable[Path], writes: Iterable[Path], *, confine_files: bool
) -> None:
    """With whatever it forbids, other processes and their environments are closed too."""
    version = landlock_version(libc)
    if version < 1:
        return
    handled = (1 << RIGHTS.get(version, MOST_RIGHTS)) - 1 if confine_files else EXECUTE
    network = BOTH if version >= NETWORK_FROM else 0
    scopes = BOTH if version >= SCOPES_FROM else 0
    wanted = struct.pack("=QQQ", handled, network, scopes)
    ruleset = _call(libc, CREATE_RULESET, wanted, len(wanted), 0)
    if ruleset < 0:
        return
    if confine_files:
        for folders, rights in ((reads, READ), (writes, WRITE)):
            for folder in folders:
                _allow(libc, ruleset, folder, rights & handled)
    _call(libc, RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def _allow(libc: ctypes.CDLL, ruleset: int, folder: Path, rights: int) -> None:
    with suppress(FileNotFoundError):
        opened = os.open(folder, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
        _call(libc, ADD_RULE, ruleset, BENEATH, struct.pack("=Qi", rights, opened), 0)
        os.close(opened)


def _call(libc: ctypes.CDLL, number: int, *values: bytes | int | None) -> int:
    """-1 where the kernel refuses, or does not know it."""
    whole = [ctypes.c_long(value) if isinstance(value, int) else value for value in values]
    answer: int = libc.syscall(ctypes.c_long(number), *whole)
    return answer


# The network, programs and other processes: seccomp, linux/seccomp.h and linux/filter.h

# By machine, as `uname -m` says: what linux/audit.h calls it, and the numbers of its calls.
ARCHITECTURES: Mapping[str, int] = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
REFUSED: Mapping[str, Mapping[str, int]] = {
    "x86_64": {
        "socket": 41,
        "socketpair": 53,
        "io_uring_setup": 425,
        "execve": 59,
        "execveat": 322,
        "fork": 57,
        "vfork": 58,
        "ptrace": 101,
        "process_vm_readv": 310,
        "process_vm_writev": 311,
        "pidfd_getfd": 438,
        "kill": 62,
        "tkill": 200,
        "rt_sigqueueinfo": 129,
        "rt_tgsigqueueinfo": 297,
        "pidfd_send_signal": 424,
        "unshare": 272,
        "setns": 308,
        "mount": 165,
        "umount2": 166,
        "bpf": 321,
        "userfaultfd": 323,
        "perf_event_open": 298,
        "add_key": 248,
        "request_key": 249,
        "keyctl": 250,
    },
    "aarch64": {
        "socket": 198,
        "socketpair": 199,
        "io_uring_setup": 425,
        "execve": 221,
        "execveat": 281,
        "ptrace": 117,
        "process_vm_readv": 270,
        "process_vm_writev": 271,
        "pidfd_getfd": 438,
        "kill": 129,
        "tkill": 130,
        "rt_sigqueueinfo": 138,
        "rt_tgsigqueueinfo": 240,
        "pidfd_send_signal": 424,
        "unshare": 97,
        "setns": 268,
        "mount": 40,
        "umount2": 39,
        "bpf": 280,
        "userfaultfd": 282,
        "perf_event_open": 241,
        "add_key": 217,
        "request_key": 218,
        "keyctl": 219,
    },
}
# Let through for threads of this process alone.
CLONE: Mapping[str, int] = {"x86_64": 56, "aarch64": 220}
TGKILL: Mapping[str, int] = {"x86_64": 234, "aarch64": 131}
# Let through for whoever asks, whom the libraries call 0.
PRLIMIT: Mapping[str, int] = {"x86_64": 302, "aarch64": 261}
WHOEVER_ASKS = 0
# Let through but to name who is sent a signal when a file has news, by F_SETOWN and F_SETOWN_EX:
# the signal is of the asker's choice, and sent by the kernel. linux/fcntl.h
FCNTL: Mapping[str, int] = {"x86_64": 72, "aarch64": 25}
SETS_OWNER = (8, 15)
# What it asks for lies in memory, where no filter looks: who is told that there is none asks CLONE.
CLONE3 = 435
CLONE_THREAD = 0x00010000
# x86_64 has a second set of numbers, from here on.
OTHER_NUMBERS = 0x40000000

LOAD, IS, IS_AT_LEAST, HAS, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
# Of `struct seccomp_data`, of little-endian machines.
NUMBER, ARCHITECTURE, FIRST_ARGUMENT, SECOND_ARGUMENT = 0, 4, 16, 24
ALLOW, ERROR = 0x7FFF0000, 0x00050000
# Code, instructions to leave out if so, if not, and a value.
Line = tuple[int, int, int, int]
ALLOWED: Line = (RETURN, 0, 0, ALLOW)
IS_REFUSED: Line = (RETURN, 0, 0, ERROR | errno.EPERM)
IS_UNKNOWN: Line = (RETURN, 0, 0, ERROR | errno.ENOSYS)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("lines", ctypes.c_char_p))


def _give_up_calls(libc: ctypes.CDLL) -> None:
    machine = os.uname().machine
    # A program of 32 bits has calls of another architecture than its kernel.
    if machine not in ARCHITECTURES or sys.maxsize < 2**32:
        return
    lines = _filter(machine, own=os.getpid())
    code = b"".join(struct.pack("=HBBI", *line) for line in lines)
    _prctl(libc, PR_SET_SECCOMP, FILTER, ctypes.byref(_Program(len(lines), code)))


def _filter(machine: str, *, own: int) -> list[Line]:
    lines: list[Line] = [
        (LOAD, 0, 0, ARCHITECTURE),
        (IS, 1, 0, ARCHITECTURES[machine]),
        IS_REFUSED,
        (LOAD, 0, 0, NUMBER),
        (IS_AT_LEAST, 0, 1, OTHER_NUMBERS),
        IS_REFUSED,
    ]
    for number in REFUSED[machine].values():
        lines += [(IS, 0, 1, number), IS_REFUSED]
    lines += [(IS, 0, 1, CLONE3), IS_UNKNOWN]
    for number, code, value in (
        (CLONE[machine], HAS, CLONE_THREAD),
        (TGKILL[machine], IS, own),
        (PRLIMIT[machine], IS, WHOEVER_ASKS),
    ):
        lines += [(IS, 0, 4, number), (LOAD, 0, 0, FIRST_ARGUMENT)]
        lines += [(code, 1, 0, value), IS_REFUSED, ALLOWED]
    lines += [(IS, 0, 2 + 2 * len(SETS_OWNER), FCNTL[machine]), (LOAD, 0, 0, SECOND_ARGUMENT)]
    for option in SETS_OWNER:
        lines += [(IS, 0, 1, option), IS_REFUSED]
    lines.append(ALLOWED)
    return [*lines, ALLOWED]
