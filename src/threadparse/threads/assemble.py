"""Assemble threads from the messages of one text: their ids, what each answers, and their order."""

from __future__ import annotations

from functools import partial

from threadparse.document import Thread
from threadparse.messages.read import ReadMessage
from threadparse.threads.chronology import chronological
from threadparse.threads.conversations import action_of, conversations, find_answers, of_one_clock
from threadparse.threads.identity import message_id, thread_id
from threadparse.threads.participants import gather_participants

__all__ = ["assemble_threads"]


def assemble_threads(messages: list[ReadMessage]) -> list[Thread]:
    """Group messages into conversations, oldest first, and complete them.

    Args:
        messages: The messages of a text in source order; each gets its id, its action and the id of what it answers.

    Returns:
        The threads; the one that began first stands first.
    """
    groups = conversations(messages)
    _identify(messages, find_answers(messages, groups))
    return _in_time([_thread([messages[index] for index in group]) for group in groups])


def _identify(read: list[ReadMessage], answers: dict[int, int]) -> None:
    """Give the messages their ids, and say what each does and which it answers."""
    seen: dict[str, int] = {}
    for index, item in enumerate(read):
        message = item.message
        identity_of = partial(message_id, message.sender, message.date, item.base_subject or "", message.body)
        key = identity_of()
        count = seen.get(key, 0)
        message.id = identity_of(count=count) if count else key
        seen[key] = count + 1
        message.action = action_of(item, read[answers[index]] if index in answers else None)
    for index, answered in answers.items():
        read[index].message.in_reply_to = read[answered].message.id


def _in_time(threads: list[Thread]) -> list[Thread]:
    """Threads by the date of their first dated message, the one that began first before all; undated ones stay."""
    if len(threads) == 1:
        return threads
    dates = [next((message.date for message in thread.messages if message.date), None) for thread in threads]
    order = chronological(dates)
    return [threads[number] for number in order] if all(dates) else threads


def _thread(read: list[ReadMessage]) -> Thread:
    """Order and describe a conversation."""
    order = chronological([item.message.date for item in read], one_clock=of_one_clock(read))
    if _is_undated_note(read[order[0]]):  # whoever shows a chain with the oldest first wrote after all of it
        order = [*order[1:], order[0]]
    ordered = [read[place] for place in order]
    messages = [item.message for item in ordered]
    return Thread(
        id=thread_id([message.id for message in messages]),
        subject=next((item.base_subject for item in ordered if item.base_subject), None),
        participants=gather_participants(messages),
        messages=messages,
    )


def _is_undated_note(item: ReadMessage) -> bool:
    """Tell whether a message stands above all headers of a text, and nothing says when it was written."""
    return item.quoted_by is None and item.message.header_span is None and item.message.date is None
