"""Times of calls, as Benchmarks/Sources takes them: samples of 2 ms or more, least and median per call."""

import statistics
import time
from typing import Callable, NamedTuple


class Time(NamedTuple):
    """Nanoseconds per call."""

    median: float
    least: float


def measure(body: Callable[[], object], per: int = 1, seconds: float = 1.0) -> Time:
    """Times `body`, which does `per` times what is measured."""
    repetitions = 1
    body()
    while _sample(body, repetitions) < 2e6:
        repetitions *= 2
    samples = []
    end = time.perf_counter() + seconds
    while len(samples) < 9 or (len(samples) < 101 and time.perf_counter() < end):
        samples.append(_sample(body, repetitions) / (repetitions * per))
    return Time(statistics.median(samples), min(samples))


def _sample(body: Callable[[], object], repetitions: int) -> int:
    start = time.perf_counter_ns()
    for _ in range(repetitions):
        body()
    return time.perf_counter_ns() - start


def duration(nanoseconds: float) -> str:
    """Three digits and the unit that suits them."""
    for unit, size in (("ms", 1e6), ("us", 1e3)):
        if nanoseconds >= size:
            return f"{nanoseconds / size:.3g} {unit}"
    return f"{nanoseconds:.3g} ns"
