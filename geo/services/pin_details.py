"""What a writer added, read from what a browser or a file sends: codes, or the words that stand for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from geo.errors import InputError
from geo.pins import NO_DETAIL, PinDetail
from geo.surveys import Affected, FeltEffect, Hours, Knowledge, Severity

NAMES = ("felt", "affects", "hours", "until", "severity", "knowledge")
_ASKED = {
    FeltEffect: "what it does to you",
    Affected: "who it affects",
    Hours: "when it is there",
    Severity: "how bad it is",
    Knowledge: "how you know it",
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOST_CHARACTERS = 200
Answer = TypeVar("Answer", FeltEffect, Affected, Hours, Severity, Knowledge)


def detail_of(said: Mapping[str, Any]) -> PinDetail:
    """The details under `NAMES`: each a code or its words in any case; `affects` several, as a list or parted by “;”.

    Nothing, an empty text and an empty list are no answer. Raises `InputError` for an answer that is not on its list
    and for an end date that is no day.
    """
    if not any(said.get(name) for name in NAMES):
        return NO_DETAIL
    return PinDetail(
        felt=_one(FeltEffect, said.get("felt")),
        affects=_several(said.get("affects")),
        hours=_one(Hours, said.get("hours")),
        until=_day(said.get("until")),
        severity=_one(Severity, said.get("severity")),
        knowledge=_one(Knowledge, said.get("knowledge")),
    )


def codes_of(detail: PinDetail) -> dict[str, Any]:
    """What was said, by its names, as `detail_of` reads it; only what was said."""
    said = {
        "felt": detail.felt and detail.felt.value,
        "affects": [group.value for group in detail.affects],
        "hours": detail.hours and detail.hours.value,
        "until": detail.until and detail.until.isoformat(),
        "severity": detail.severity and detail.severity.value,
        "knowledge": detail.knowledge and detail.knowledge.value,
    }
    return {name: answer for name, answer in said.items() if answer}


def _one(answers: type[Answer], said: Any) -> Answer | None:
    if said is None or said == "":
        return None
    if isinstance(said, str) and len(said) <= _MOST_CHARACTERS:
        wanted = " ".join(said.split()).casefold()
        if not wanted:
            return None
        for answer in answers:
            if wanted in (answer.value, answer.label.casefold()):
                return answer
    raise InputError(f"The answer to {_ASKED[answers]} is not one of {_listed(answers)}.")


def _several(said: Any) -> tuple[Affected, ...]:
    parts = said.split(";") if isinstance(said, str) else said
    if parts is None:
        return ()
    if not isinstance(parts, (list, tuple)) or len(parts) > _MOST_CHARACTERS:
        raise InputError(f"The answer to {_ASKED[Affected]} is not one or more of {_listed(Affected)}.")
    answers = (_one(Affected, part) for part in parts)
    return tuple(answer for answer in answers if answer is not None)


def _day(said: Any) -> date | None:
    if said is None or (isinstance(said, str) and not said.strip()):
        return None
    if isinstance(said, str) and _DAY.match(said.strip()):
        try:
            return date.fromisoformat(said.strip()[:10])  # a sheet may write a time behind the day
        except ValueError:
            pass
    raise InputError("The day that the works end is no date. Write it as year, month and day: 2027-03-31.")


def _listed(answers: type[StrEnum]) -> str:
    return ", ".join(answers)
