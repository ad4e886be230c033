"""seccomp: system calls that no lesson needs, refused from inside and for good."""

from __future__ import annotations

import ctypes
import errno
import os
import struct

from .linux import call

# name: (x86_64, aarch64); None where there is no such call.
REFUSED = {
    # other namespaces, mounts, roots
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    # other processes
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    # wide doors into the kernel
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "userfaultfd": (323, 282),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264),
    "personality": (135, 92),
    "quotactl": (179, 60),
    "syslog": (103, 116),
    "acct": (163, 89),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    # memory that is no process's and no file's, so that nobody counts it
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "msgget": (68, 186),
}
_SOCKET = (41, 198)
_CLONE = (56, 220)
_CLONE3 = (435, 435)
_IOCTL = (16, 29)
_SECCOMP = (317, 277)
_ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}

_NEW_NAMESPACES = 0x7E020000
_TIOCSTI, _TIOCLINUX = 0x5412, 0x541C  # typing into a terminal
_AF_UNIX = 1
_X32 = 0x40000000

_LOAD, _JUMP_EQUAL, _JUMP_ABOVE, _JUMP_SET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000


def available() -> bool:
    """Whether the filter is written for this machine."""
    return os.uname().machine in _ARCHITECTURES


def restrict() -> None:
    """Refuse the calls above, sockets but unix ones, and new namespaces: EPERM.

    no_new_privileges must be set.
    """
    program = b"".join(_program(*_ARCHITECTURES[os.uname().machine]))
    code = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog: a length, padding, a pointer
    filters = struct.pack("@HP", len(program) // 8, ctypes.addressof(code))
    number = _SECCOMP[_ARCHITECTURES[os.uname().machine][0]]
    call("syscall", ctypes.c_long(number), 1, 0, ctypes.c_char_p(filters))


def _program(column: int, architecture: int) -> list[bytes]:
    eperm, enosys = _REFUSE | errno.EPERM, _REFUSE | errno.ENOSYS
    lines = [
        _line(_LOAD, 4),
        _line(_JUMP_EQUAL, architecture, 1, 0),
        _line(_RETURN, eperm),  # 32-bit calls have other numbers
        _line(_LOAD, 0),
    ]
    if column == 0:
        lines += [_line(_JUMP_ABOVE, _X32, 0, 1), _line(_RETURN, enosys)]
    for numbers in REFUSED.values():
        lines += [_line(_JUMP_EQUAL, numbers[column], 0, 1), _line(_RETURN, eperm)]
    # glibc then falls back to clone, whose flags can be seen
    lines += [_line(_JUMP_EQUAL, _CLONE3[column], 0, 1), _line(_RETURN, enosys)]
    lines += [
        _line(_JUMP_EQUAL, _CLONE[column], 0, 4),
        _line(_LOAD, 16),
        _line(_JUMP_SET, _NEW_NAMESPACES, 0, 1),
        _line(_RETURN, eperm),
        _line(_RETURN, _ALLOW),
        _line(_JUMP_EQUAL, _SOCKET[column], 0, 4),
        _line(_LOAD, 16),
        _line(_JUMP_EQUAL, _AF_UNIX, 1, 0),
        _line(_RETURN, eperm),
        _line(_RETURN, _ALLOW),
        _line(_JUMP_EQUAL, _IOCTL[column], 0, 4),
        _line(_LOAD, 24),
        _line(_JUMP_EQUAL, _TIOCSTI, 1, 0),
        _line(_JUMP_EQUAL, _TIOCLINUX, 0, 1),
        _line(_RETURN, eperm),
        _line(_RETURN, _ALLOW),
    ]
    return lines


def _line(code: int, value: int, true: int = 0, false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, true, false, value)
