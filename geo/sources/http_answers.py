"""Answers from a publisher's server, within an allowance of time that holds whatever the network does."""

from __future__ import annotations

import gzip
import http.client
import queue
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from geo.errors import SourceError

_AGENT = "CommonGround (participatory mapping; data install)"
_TOO_LATE = "the server did not answer in time"
_WORTH_ANOTHER_TRY = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait, in seconds: for a first answer at all, for each later answer, for everything; and how often.

    The first is short, so that a machine without internet goes on quickly.
    """

    reach_s: float = 8.0
    answer_s: float = 10.0
    budget_s: float = 30.0
    tries: int = 4
    pause_s: float = 0.3  # before the second try; doubled before each further one


@dataclass(slots=True)
class Allowance:
    """The time left of one `Patience`, shared by all requests of an install. Starts when it is made."""

    patience: Patience
    clock: Callable[[], float] = time.monotonic
    pause: Callable[[float], None] = time.sleep
    reached: bool = False
    begun: float = field(init=False)

    def __post_init__(self) -> None:
        self.begun = self.clock()

    @property
    def left_s(self) -> float:
        """Seconds left; those for a first answer until there has been one."""
        whole = self.patience.budget_s if self.reached else self.patience.reach_s
        return whole - (self.clock() - self.begun)


class PassingError(Exception):
    """A fault that may pass: kept inside the sources, and a `SourceError` once patience ends."""


def patiently(what: str, allowance: Allowance, attempt: Callable[[float], Any]) -> Any:
    """The result of `attempt(seconds)`, tried again with growing pauses while it raises `PassingError`.

    Raises `SourceError` naming `what` when the tries or the time are used up.
    """
    pause = allowance.patience.pause_s
    reason = "there was no time left"
    for number in range(allowance.patience.tries):
        if number:
            if allowance.left_s <= pause:
                break
            allowance.pause(pause)
            pause *= 2
        seconds = min(allowance.left_s, allowance.patience.answer_s)
        if seconds <= 0:
            break
        try:
            result = attempt(seconds)
        except PassingError as fault:
            reason = str(fault)
            continue
        allowance.reached = True
        return result
    raise SourceError(f"{what} could not be downloaded: {reason}. Check the connection and install again later.")


def get(url: str, seconds: float) -> bytes:
    """The body of an answer. Never takes longer than `seconds`: name look-up, a proxy or a slow drip included.

    Raises `PassingError` for faults that may pass, and `SourceError` for a plain refusal.
    """
    if not url.startswith(("https://", "http://127.0.0.1:")):
        raise SourceError(
            "Only https addresses are downloaded from. Mend the address in data/boundaries/manifest.toml."
        )
    answers: queue.Queue[bytes | Exception] = queue.Queue(maxsize=1)
    # A thread of its own, since looking up a name knows no time limit; it ends with the socket's own timeout.
    threading.Thread(target=_ask, args=(url, seconds, answers), daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise PassingError(_TOO_LATE) from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def _ask(url: str, seconds: float, answers: queue.Queue[bytes | Exception]) -> None:
    request = Request(url, headers={"User-Agent": _AGENT, "Accept-Encoding": "gzip"})  # noqa: S310 (checked by `get`)
    try:
        with urlopen(request, timeout=seconds) as response:  # noqa: S310
            body: bytes = response.read()
            packed = response.headers.get("Content-Encoding") == "gzip"
        answers.put(gzip.decompress(body) if packed else body)
    except HTTPError as error:
        worth_it = error.code in _WORTH_ANOTHER_TRY
        answers.put(
            PassingError(f"the server answered with error {error.code}")
            if worth_it
            else SourceError(
                f"The server refused the request (error {error.code}). The service may have been renamed: "
                "look for its new address on the publisher's page and set it in data/boundaries/manifest.toml."
            )
        )
    except URLError as error:
        late = isinstance(error.reason, TimeoutError)
        answers.put(PassingError(_TOO_LATE if late else f"the server could not be reached ({_reason(error.reason)})"))
    except TimeoutError:  # the socket's own limit, where it is reached a moment before ours
        answers.put(PassingError(_TOO_LATE))
    except (OSError, EOFError, zlib.error, http.client.HTTPException) as error:
        answers.put(PassingError(f"the answer was cut short ({type(error).__name__})"))


def _reason(reason: object) -> str:
    return reason.strerror or type(reason).__name__ if isinstance(reason, OSError) else str(reason)
