"""System calls that Python 3.11 has no function for, by ctypes. Linux alone."""

from __future__ import annotations

import ctypes
import os

CLONE_NEWNS = 0x00020000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

MS_RDONLY = 1
MS_NOSUID = 2
MS_NODEV = 4
MS_NOEXEC = 8
MS_REMOUNT = 32
MS_BIND = 4096
MS_REC = 16384
MS_PRIVATE = 1 << 18

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_CAPBSET_DROP = 24
_PR_SET_NO_NEW_PRIVS = 38
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_CLEAR_ALL = 4
_CAPABILITY_VERSION_3 = 0x20080522
_CAPSET = {"x86_64": 126, "aarch64": 91}

_libc = ctypes.CDLL(None, use_errno=True)


def call(name: str, *arguments) -> int:
    """Call a function of the C library; OSError when it says -1."""
    ctypes.set_errno(0)
    result = getattr(_libc, name)(*arguments)
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
    return result


def unshare(flags: int) -> None:
    """Leave namespaces for new ones."""
    call("unshare", ctypes.c_int(flags))


def setns(fd: int, kind: int) -> None:
    """Go (back) into the namespace that `fd` names."""
    call("setns", ctypes.c_int(fd), ctypes.c_int(kind))


def own_pid_namespace() -> None:
    """Go on as the first process of a new PID namespace, which this user namespace owns.

    bubblewrap may leave its own to a user namespace further out; then nobody here could come
    back from the namespaces of children. The process before waits and ends as this one does.
    """
    unshare(CLONE_NEWPID)
    child = os.fork()
    if child:
        _pid, status = os.waitpid(child, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    die_with_parent()


def fork_into_pid_namespace() -> int:
    """os.fork, with the child as the first process of a PID namespace of its own."""
    home = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
    try:
        unshare(CLONE_NEWPID)
        try:
            child = os.fork()
        except OSError:
            setns(home, CLONE_NEWPID)
            raise
        if child:
            setns(home, CLONE_NEWPID)
        return child
    finally:
        os.close(home)


def mount(source: str, target: str, kind: str = "", flags: int = 0, options: str = "") -> None:
    """mount(2)."""
    call(
        "mount",
        source.encode(),
        target.encode(),
        kind.encode() or None,
        ctypes.c_ulong(flags),
        options.encode() or None,
    )


def prctl(option: int, *arguments: int) -> int:
    """prctl(2), with all its places filled."""
    places = [ctypes.c_ulong(value) for value in (*arguments, 0, 0, 0, 0)[:4]]
    return call("prctl", ctypes.c_int(option), *places)


def die_with_parent() -> None:
    """Be killed when the process that forked this one ends."""
    prctl(_PR_SET_PDEATHSIG, 9)


def be_readable() -> None:
    """Own the files in /proc/self again, after a change of user."""
    prctl(_PR_SET_DUMPABLE, 1)


def no_new_privileges() -> None:
    """Nothing that is executed from here on can gain rights."""
    prctl(_PR_SET_NO_NEW_PRIVS, 1)


def drop_capabilities() -> None:
    """Give up every capability for good."""
    prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL)
    for capability in range(64):
        try:
            prctl(_PR_CAPBSET_DROP, capability)
        except OSError:
            break  # the kernel knows no more of them
    head = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    call("syscall", ctypes.c_long(_CAPSET[os.uname().machine]), head, (ctypes.c_uint32 * 6)())
