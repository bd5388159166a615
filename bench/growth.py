"""Whether the time grows with the text and no faster, on every shape of the tests, and how long hostile ones take."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from dataclasses import dataclass

from bench import made
from bench.child import ChildError, in_child
from bench.parsers import MAIL_PARSER_REPLY, OURS, Parser
from bench.plan import KIB, Plan
from bench.report import conditions, figure, table
from bench.speed import one_pass

__all__ = ["LIMIT", "measure", "times"]

#: How many times as long 64 times the text may take; what is measured above it is measured again.
LIMIT = 70.0
TRIALS = 2


@dataclass(frozen=True)
class Grown:
    """What a shape took.

    Attributes:
        shape: Its name.
        growth: The time for 64 times the text, in times that for the text.
        hostile: The time for 16 times the text, in times what the other parser takes for as much prose.
    """

    shape: str
    growth: float
    hostile: float


def times(shape: str, sizes: tuple[int, ...]) -> list[float]:
    """Processor time of texts of a shape. To be called in a new process.

    Args:
        shape: Its name.
        sizes: Their sizes. The first is the best of three texts that differ by a character: none was seen before.

    Returns:
        Seconds for each size.
    """
    count = OURS.load()
    count(made.WARM_UP)

    def seconds(size: int) -> float:
        text = made.shape(shape, size)
        gc.collect()
        begun = time.thread_time()
        count(text)
        return time.thread_time() - begun

    smallest, *others = sizes
    return [min(seconds(smallest + more) for more in range(3)), *(seconds(size) for size in others)]


def measure(plan: Plan) -> str:
    """Measure, and tell in a table.

    Args:
        plan: What to measure.

    Returns:
        Markdown.
    """
    small = plan.scaled(64 * KIB)
    sizes = small, 16 * small, 64 * small
    rival = MAIL_PARSER_REPLY if MAIL_PARSER_REPLY in plan.peers else OURS
    prose = [made.prose(sizes[1])]
    shapes = made.SHAPES[:2] if plan.quick else made.SHAPES
    grown: list[Grown] = []
    stopped: dict[str, str] = {}
    for shape in shapes:
        plan.say(f"growth: {shape}")
        try:
            reference = in_child(one_pass, rival, prose, seconds=plan.seconds).seconds
            grown.append(_grown(plan, shape, sizes, reference))
        except (TimeoutError, ChildError) as error:
            stopped[shape] = str(error)
    return "\n".join([conditions([OURS, rival]), _summary(grown, stopped, rival), _table(grown, stopped, sizes, rival)])


def _grown(plan: Plan, shape: str, sizes: tuple[int, ...], reference: float) -> Grown:
    """The least of a few trials, if the first was too long: a single one may have been disturbed."""
    found: list[Grown] = []
    while not found or (found[-1].growth > LIMIT and len(found) < TRIALS):
        first, middle, last = in_child(times, shape, sizes, seconds=6 * plan.seconds)
        found.append(Grown(shape, last / first, middle / reference))
    return min(found, key=lambda one: one.growth)


def _summary(grown: list[Grown], stopped: dict[str, str], rival: Parser) -> str:
    over = sum(one.growth > LIMIT for one in grown)
    slow = sum(one.hostile > 1 for one in grown)
    return (
        f"Of {len(grown) + len(stopped)} shapes, {over} grow more than {LIMIT:.0f} times, {slow} take longer than "
        f"{rival.name} on plain text, and {len(stopped)} were stopped.\n"
    )


def _table(grown: list[Grown], stopped: dict[str, str], sizes: tuple[int, ...], rival: Parser) -> str:
    def rows() -> Iterator[list[str]]:
        for shape, why in stopped.items():
            yield [shape, why, why]
        for one in sorted(grown, key=lambda one: -one.growth):
            yield [one.shape, figure(one.growth), figure(one.hostile)]

    small, middle, large = (_size(size) for size in sizes)
    return table(["shape", f"{large} over {small}", f"{middle} over {rival.name} on plain text"], rows())


def _size(size: int) -> str:
    return f"{size // (KIB * KIB)} MiB" if size >= KIB * KIB else f"{size // KIB} KiB"
