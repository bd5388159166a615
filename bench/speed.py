"""How fast each parser is, and how many messages it finds, on the same texts."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bench import made
from bench.child import ChildError, in_child
from bench.corpora import Corpus
from bench.parsers import BASELINE, OURS, Count, Parser
from bench.plan import KIB, Plan
from bench.report import conditions, figure, table

__all__ = ["Pass", "measure", "measure_mail", "one_pass"]


@dataclass(frozen=True)
class Pass:
    """One reading of some texts.

    Attributes:
        seconds: Processor time.
        warm: The same of a second reading of the same texts, with all compiled and loaded that they need.
        messages: How many messages were found.
        failed: How many texts the parser raised on.
    """

    seconds: float
    warm: float
    messages: int
    failed: int


@dataclass
class Row:
    """All passes of all parsers over the texts of a corpus; of a parser that gave up, why."""

    corpus: Corpus
    passes: dict[Parser, list[Pass]] = field(default_factory=dict)
    given_up: dict[Parser, str] = field(default_factory=dict)

    def best(self, parser: Parser) -> float:
        """The shortest time, which other work on the machine disturbed least."""
        return min(one.seconds for one in self.passes[parser])

    def against(self, parser: Parser) -> str:
        """How many times as fast as this parser ours is, cold and warm: the median of the ratios of each round."""
        pairs = list(zip(self.passes[parser], self.passes[OURS], strict=True))
        cold = statistics.median(other.seconds / own.seconds for other, own in pairs)
        warm = statistics.median(other.warm / own.warm for other, own in pairs)
        return f"{figure(cold)} · {figure(warm)}"


def one_pass(parser: Parser, texts: list[str]) -> Pass:
    """Read texts twice with a parser that has read another text before. To be called in a new process.

    Args:
        parser: The parser.
        texts: The texts.

    Returns:
        What it took and found.
    """
    count = parser.load()
    count(made.WARM_UP)
    cold, messages, failed = _read_all(count, texts)
    warm, _, _ = _read_all(count, texts)
    return Pass(cold, warm, messages, failed)


def _read_all(count: Count, texts: list[str]) -> tuple[float, int, int]:
    """Return the processor time, how many messages were found, and how many texts the parser raised on."""
    gc.collect()
    messages = failed = 0
    begun = time.thread_time()
    for text in texts:
        try:
            messages += count(text)
        except Exception:  # a parser that is not ours may raise anything
            failed += 1
    return time.thread_time() - begun, messages, failed


def measure_mail(plan: Plan) -> str:
    """Measure real mail, and tell in tables.

    Args:
        plan: What to measure.

    Returns:
        Markdown.
    """
    return _tables(plan, plan.mail)


def measure(plan: Plan) -> str:
    """Measure texts made for the purpose, and tell in tables.

    Args:
        plan: What to measure.

    Returns:
        Markdown.
    """
    return _tables(plan, _made(plan))


def _tables(plan: Plan, corpora: list[Corpus]) -> str:
    """Return the tables of some corpora."""
    parsers = [OURS, *plan.peers, BASELINE]
    rows = [_row(plan, corpus, parsers) for corpus in corpora]

    def grid(cell: Callable[[Row, Parser], str], columns: list[Parser]) -> str:
        lines = ([str(row.corpus), *(cell(row, parser) for parser in columns)] for row in rows)
        return table(["", *(parser.name for parser in columns)], lines)

    return "\n".join(
        [
            conditions(parsers),
            "Megabytes a second, the best round:\n",
            grid(_speed, parsers),
            "threadparse in times the speed of the other, the median of the rounds, cold · warm:\n",
            grid(_ratio, parsers[1:]),
            "Messages found · messages a second:\n",
            grid(_messages, [parser for parser in parsers if parser.counts]),
        ]
    )


def _made(plan: Plan) -> list[Corpus]:
    mebibyte = plan.scaled(1024 * KIB)
    messages, conversations, shapes = (20, 1, made.HOSTILE[:1]) if plan.quick else (500, 40, made.HOSTILE)
    return [
        Corpus(f"a chain of {messages} messages", [made.chain(messages)]),
        Corpus("quotes 40 deep", [made.quotes(40, seed) for seed in range(conversations)]),
        Corpus("plain text", [made.prose(mebibyte)]),
        *(Corpus(name, [made.shape(name, mebibyte)]) for name in shapes),
    ]


def _row(plan: Plan, corpus: Corpus, parsers: list[Parser]) -> Row:
    plan.say(f"speed: {corpus}")
    row = Row(corpus, {parser: [] for parser in parsers})
    for _ in range(plan.rounds):
        for parser in parsers:
            if parser in row.given_up:
                continue
            try:
                row.passes[parser].append(in_child(one_pass, parser, corpus.texts, seconds=2 * plan.seconds))
            except TimeoutError as error:
                row.given_up[parser] = str(error)
            except ChildError as error:
                row.given_up[parser] = "failed"
                plan.say(f"  {parser.name} failed: {error}")
    return row


def _speed(row: Row, parser: Parser) -> str:
    return row.given_up.get(parser) or figure(row.corpus.size / 1e6 / row.best(parser))


def _ratio(row: Row, parser: Parser) -> str:
    if OURS in row.given_up:
        return "–"
    return row.given_up.get(parser) or row.against(parser)


def _messages(row: Row, parser: Parser) -> str:
    if parser in row.given_up:
        return row.given_up[parser]
    one = row.passes[parser][0]
    failed = f" ({one.failed} texts failed)" if one.failed else ""
    return f"{one.messages:,} · {figure(one.messages / row.best(parser))}{failed}"
