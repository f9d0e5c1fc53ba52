"""Children that end when their parent does, however the parent ended."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
# Loaded once here: a child between fork and exec must not start looking for libraries.
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def tie_to_parent(sig: int = signal.SIGTERM, parent: int | None = None) -> None:
    """Ask the kernel to send `sig` to this process when its parent dies; `parent` closes the race.

    Linux only; elsewhere the parent's own clean-up has to do. The kernel forgets the wish when the process
    changes its account, so it is made after the change. It watches the thread that forked, so children are
    made by the main thread.
    """
    if _libc is None:
        return
    _libc.prctl(PR_SET_PDEATHSIG, sig, 0, 0, 0)
    if parent is not None and os.getppid() != parent:
        os.kill(os.getpid(), sig)


def tie(sig: int = signal.SIGTERM) -> Callable[[], None]:
    """Give the function that `subprocess` calls in the child (after its change of account)."""
    parent = os.getpid()
    return lambda: tie_to_parent(sig, parent)
