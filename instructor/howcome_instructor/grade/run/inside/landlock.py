"""Landlock: which files may be read and written, from inside and for good (Linux 5.13)."""

from __future__ import annotations

import ctypes
import os

from .linux import call

# The same numbers on every architecture.
_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_VERSION = 1
_PATH_BENEATH = 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_DEVICES = _WRITE_FILE | _READ_FILE | _READ_DIR


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("fd", ctypes.c_int32))


def version() -> int:
    """The version of Landlock this kernel speaks.

    Raises:
        OSError: it has none, or it is switched off.
    """
    return call("syscall", ctypes.c_long(_CREATE), None, ctypes.c_size_t(0), _VERSION)


def restrict(writable: list[str], devices: str = "/dev") -> None:
    """Read everything in sight, write beneath `writable` alone, and open no TCP connection.

    `devices` may be written to but nothing is made there. no_new_privileges must be set.
    """
    abi = version()
    every = (1 << (13 + (abi >= 2) + (abi >= 3))) - 1
    # network since 4; abstract sockets and signals to others since 6
    rules = _Ruleset(every, 3 if abi >= 4 else 0, 3 if abi >= 6 else 0)
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    fd = call("syscall", ctypes.c_long(_CREATE), ctypes.byref(rules), ctypes.c_size_t(size), 0)
    try:
        _allow(fd, "/", _READ)
        _allow(fd, devices, _DEVICES)
        for path in writable:
            _allow(fd, path, every)
        call("syscall", ctypes.c_long(_RESTRICT), ctypes.c_int(fd), 0)
    finally:
        os.close(fd)


def _allow(ruleset: int, path: str, rights: int) -> None:
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = _Beneath(rights, place)
        number = ctypes.c_long(_ADD_RULE)
        call("syscall", number, ctypes.c_int(ruleset), _PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(place)
