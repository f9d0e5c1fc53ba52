"""Identifiers of records: UUID version 7 (RFC 9562), which sort by the moment they were made."""

import os
import secrets
import threading
import time
import uuid

_TAIL_BITS = 74  # rand_a and rand_b, without version and variant
_STEP_BITS = 32

_lock = threading.Lock()
_last_ms = 0
_last_tail = 0


def uuid7() -> uuid.UUID:
    """Return a UUIDv7; within this process each is greater than the one before.

    Within one millisecond, or while the clock runs behind, the random tail grows by a random step (RFC 9562,
    section 6.2, method 2): ids stay in order and the next one cannot be guessed from the last.
    """
    global _last_ms, _last_tail  # noqa: PLW0603 - the last value given is this module's one state
    with _lock:
        ms = time.time_ns() // 1_000_000
        if ms > _last_ms:
            # The highest bit begins as 0, which leaves room to grow.
            _last_ms, _last_tail = ms, secrets.randbits(_TAIL_BITS - 1)
        else:
            _last_tail += 1 + secrets.randbits(_STEP_BITS)
            if _last_tail >> _TAIL_BITS:
                _last_ms, _last_tail = _last_ms + 1, secrets.randbits(_TAIL_BITS - 1)
        ms, tail = _last_ms, _last_tail
    rand_a, rand_b = tail >> 62, tail & ((1 << 62) - 1)
    return uuid.UUID(int=ms << 80 | 0x7 << 76 | rand_a << 64 | 0b10 << 62 | rand_b)


def _forget() -> None:
    """Begin afresh in a child, which would otherwise continue the tail that its parent continues, too."""
    global _last_ms, _last_tail, _lock  # noqa: PLW0603 - as above; the parent may hold the lock at the fork
    _lock = threading.Lock()
    _last_ms = _last_tail = 0


os.register_at_fork(after_in_child=_forget)
