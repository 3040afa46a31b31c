"""Requests that really meet: each waits just before it writes to a table, until all are there or can't come."""

import re
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from django.db import connection
from django.http.response import HttpResponseBase

Post = Callable[[], HttpResponseBase]
WAIT = 0.4  # seconds; whoever a lock keeps from coming is not waited for any longer


class Answer(NamedTuple):
    """What the reader of an answer notices: the status, where it leads, and whether it says that something is wrong."""

    status: int
    leads_to: str
    wrong: bool


def at_once(posts: Sequence[Post], *, table: str) -> list[Answer]:
    """Run all of these, each in a thread with a connection of its own; they meet where they first write to `table`."""
    meeting = threading.Barrier(len(posts))
    writes = re.compile(rf'(INSERT INTO|UPDATE) "{table}"')
    answers: list[Answer | BaseException] = []

    def run(post: Post) -> None:
        been = False

        def wait(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            nonlocal been
            if not been and writes.match(sql):
                been = True
                with suppress(threading.BrokenBarrierError):
                    meeting.wait(WAIT)
            return execute(sql, params, many, context)

        try:
            with connection.execute_wrapper(wait):
                answers.append(answer(post()))
        except BaseException as error:
            answers.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[post]) for post in posts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not [one for one in answers if isinstance(one, BaseException)], answers
    return [one for one in answers if isinstance(one, Answer)]


def answer(response: HttpResponseBase) -> Answer:
    """What its reader notices of a response; numbers of rows that were just made differ and are left out."""
    text = "" if response.streaming else response.content.decode(errors="replace")
    return Answer(
        response.status_code, re.sub(r"\d+", "N", response.headers.get("Location", "")), 'class="errorlist' in text
    )
