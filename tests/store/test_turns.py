"""Whoever has waited longest is next."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from time import monotonic

import pytest

from desk.domain.errors import Busy
from desk.store.turns import Turns

PATIENCE = 20


class Queue(deque[threading.Lock]):
    """A queue that lets the test know when somebody has joined it."""

    def __init__(self) -> None:
        super().__init__()
        self.joined = threading.Semaphore(0)

    def append(self, waiting: threading.Lock) -> None:
        super().append(waiting)
        self.joined.release()


@pytest.fixture
def turns() -> Turns:
    return Turns("desk.db")


@pytest.fixture
def queue(turns: Turns) -> Queue:
    turns._queue = Queue()
    return turns._queue


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(20) as pool:
        yield pool


def test_turns_come_in_the_order_of_asking(
    turns: Turns, queue: Queue, threads: ThreadPoolExecutor
) -> None:
    served: list[int] = []

    def serve(number: int) -> None:
        with turns.take(PATIENCE):
            served.append(number)

    with turns.take(PATIENCE):
        waiting: list[Future[None]] = []
        for number in range(20):
            waiting.append(threads.submit(serve, number))
            assert queue.joined.acquire(timeout=PATIENCE)
    for each in waiting:
        each.result()

    assert served == list(range(20))


def test_only_one_has_the_turn_at_a_time(turns: Turns, threads: ThreadPoolExecutor) -> None:
    inside = threading.Semaphore(1)

    def serve() -> None:
        for _ in range(100):
            with turns.take(PATIENCE):
                assert inside.acquire(blocking=False)
                inside.release()

    for each in [threads.submit(serve) for _ in range(10)]:
        each.result()


def test_who_waits_too_long_is_refused_and_out_of_the_queue(
    turns: Turns, queue: Queue, threads: ThreadPoolExecutor
) -> None:
    def give_up() -> float:
        start = monotonic()
        with pytest.raises(Busy), turns.take(0.2):
            pass
        return monotonic() - start

    with turns.take(PATIENCE):
        assert 0.2 <= threads.submit(give_up).result() < PATIENCE
        assert not queue

    with turns.take(PATIENCE) as left:
        assert left > PATIENCE - 1


def test_waiting_uses_up_the_patience(
    turns: Turns, queue: Queue, threads: ThreadPoolExecutor
) -> None:
    def wait() -> float:
        with turns.take(PATIENCE) as left:
            return left

    with turns.take(PATIENCE):
        waiting = threads.submit(wait)
        assert queue.joined.acquire(timeout=PATIENCE)
        with pytest.raises(Busy):
            threads.submit(turns.take(0.1).__enter__).result()

    assert waiting.result() < PATIENCE - 0.1


def test_a_turn_that_ends_badly_is_handed_on_all_the_same(turns: Turns) -> None:
    with pytest.raises(ZeroDivisionError), turns.take(PATIENCE):
        raise ZeroDivisionError

    with turns.take(PATIENCE):
        pass


def test_asking_again_during_the_own_turn_is_a_mistake(turns: Turns) -> None:
    with turns.take(PATIENCE), pytest.raises(RuntimeError), turns.take(PATIENCE):
        pass
