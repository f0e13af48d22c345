"""Letting a process write nowhere but in some folders, by Landlock, the sandbox of the Linux kernel.

Numbers and structures are those of the kernel's user-space interface (``linux/landlock.h``); see landlock(7). What is
read is not restricted: a parser has to load its libraries.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable
from typing import Any

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_ASK_VERSION, _BENEATH = 1, 1
# Write to files; remove folders and files; make devices, folders, files, sockets, pipes and links.
_WRITE = 0b1_1111_1111_0010
_REFER, _TRUNCATE = 1 << 13, 1 << 14
# Abstract sockets of others, and signals to others.
_SCOPES = 0b11


class _Rules(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scopes", ctypes.c_uint64)]


class _Folder(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("handle", ctypes.c_int32)]


def confine(folders: Iterable[str], call: Any) -> bool:
    """Let this process and its children write only beneath ``folders``, for good; ``call`` is the C library.

    Returns whether the kernel does so: it does from Linux 5.13 on, unless it was built or started without.
    """
    version = call.syscall(_CREATE, None, 0, _ASK_VERSION)
    if version < 1:
        return False
    files = _WRITE | (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)
    rules = _Rules(files, 0, _SCOPES if version >= 6 else 0)
    # Older kernels know the structure's beginning only.
    size = 24 if version >= 6 else 8
    handle = call.syscall(_CREATE, ctypes.byref(rules), size, 0)
    if handle < 0:
        return False
    try:
        for folder in folders:
            place = os.open(folder, os.O_PATH | os.O_DIRECTORY)
            try:
                allowed = _Folder(files, place)
                if call.syscall(_ADD, handle, _BENEATH, ctypes.byref(allowed), 0) != 0:
                    return False
            finally:
                os.close(place)
        return bool(call.syscall(_RESTRICT, handle, 0) == 0)
    finally:
        os.close(handle)
