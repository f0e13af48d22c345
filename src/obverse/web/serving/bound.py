"""A child that ends with its parent, even where that is killed: ``python -m obverse.web.serving.bound ID MODULE``."""

from __future__ import annotations

import ctypes
import os
import runpy
import signal
import sys

# linux/prctl.h
_PR_SET_PDEATHSIG = 1


def bind(parent: int) -> None:
    """Ask the kernel to end this process when its parent ends; elsewhere than on Linux there is no such thing."""
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        # It ended before the kernel was asked.
        sys.exit(0)


def main() -> None:
    """Run a module as a program, bound to the process whose id is told."""
    parent, module, *arguments = sys.argv[1:]
    bind(int(parent))
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
