"""Identifiers that sort by the moment they were made."""

import os
import threading
import time
import uuid

from taawun.ground.records import ids
from taawun.ground.records.ids import uuid7


def test_an_id_has_version_variant_and_the_moment():
    before = time.time_ns() // 1_000_000
    made = uuid7()
    after = time.time_ns() // 1_000_000
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert before <= made.int >> 80 <= after + 1


def test_ids_of_one_process_rise():
    made = [uuid7() for _ in range(20_000)]
    assert made == sorted(set(made))


def test_ids_rise_while_the_clock_runs_back(monkeypatch):
    first = uuid7()
    monkeypatch.setattr(time, "time_ns", lambda: 0)
    second, third = uuid7(), uuid7()
    assert first < second < third
    assert second.version == third.version == 7
    assert third.int - second.int > 1


def test_a_full_tail_moves_to_the_next_millisecond(monkeypatch):
    monkeypatch.setattr(time, "time_ns", lambda: 0)
    monkeypatch.setattr(ids, "_last_ms", 5)
    monkeypatch.setattr(ids, "_last_tail", (1 << 74) - 1)
    made = uuid7()
    assert (made.int >> 80, made.version, made.variant) == (6, 7, uuid.RFC_4122)


def test_threads_get_ids_of_their_own():
    made = []
    threads = [threading.Thread(target=lambda: made.extend(uuid7() for _ in range(2000))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 8000


def test_a_child_does_not_continue_its_parents_ids():
    uuid7()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, f"{ids._last_ms} {ids._last_tail}".encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reading, 100) == b"0 0"
    assert ids._last_ms > 0
    os.close(reading)
    os.close(writing)
