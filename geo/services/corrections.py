"""What an officer says that a barrier is: checked, kept beside what the rules gave, and taken back."""

from __future__ import annotations

import math
from dataclasses import replace
from uuid import UUID

from geo.barriers import Correction
from geo.errors import InputError
from geo.metrics.personas import PERSONAS
from geo.pins import clean_text
from geo.services.workspace import Workspace
from geo.store.correction_store import OF_PINS, CorrectionStore, MadeCorrection
from geo.surveys import Hours

MAX_SUBJECT_CHARACTERS = 200
MAX_EXTRA_M = 100_000.0
_OF_THE_MAP = "map:"


def correct(workspace: Workspace, correction: Correction) -> None:
    """Keep a correction: the last one of a subject holds, and what was said before is kept with it.

    The subject is the id of a public pin, of a barrier made of pins (``pin:`` and the id of its first pin) or of a
    barrier of the map (``map:…``). A correction that says nothing takes back what was said of its subject. Raises
    `InputError` for a subject that is none of these, for no reason given, and for metres that cannot be.
    """
    why = clean_text(correction.why)
    if not why:
        raise InputError("Say why, in a few words: the reason is kept with the correction and shown beside it.")
    made_by = clean_text(correction.made_by)
    if not made_by:
        raise InputError("Say who corrects it, for instance “officer”.")
    if correction.until is not None and correction.hours not in (None, Hours.WORKS):
        raise InputError("Only works have an end date. Say that the barrier is there while works go on, too.")
    _check_metres(correction)
    checked = replace(correction, subject=_subject(correction.subject), why=why, made_by=made_by)
    CorrectionStore(workspace.store.database).add(checked, now=workspace.now())


def take_back(workspace: Workspace, subject: str, *, why: str, made_by: str = "officer") -> None:
    """Take back what was said of a subject, so that the rules hold again. Raises as `correct` does."""
    correct(workspace, Correction(subject=subject, why=why, made_by=made_by))


def corrections(workspace: Workspace) -> dict[str, Correction]:
    """The corrections that hold now, by subject."""
    return CorrectionStore(workspace.store.database).standing()


def correction_history(workspace: Workspace, subject: str) -> list[MadeCorrection]:
    """All that was said of a subject, oldest first. Raises `InputError` for what is no subject."""
    return CorrectionStore(workspace.store.database).history(_subject(subject))


def corrections_sequence(workspace: Workspace) -> int:
    """A number that is another after each correction; with `PinStore.sequence` it says what a report rests on."""
    return CorrectionStore(workspace.store.database).sequence()


def _subject(subject: str) -> str:
    cleaned = clean_text(subject)
    if cleaned.startswith(_OF_THE_MAP) and len(_OF_THE_MAP) < len(cleaned) <= MAX_SUBJECT_CHARACTERS:
        return cleaned
    made_of = OF_PINS if cleaned.startswith(OF_PINS) else ""
    try:
        return f"{made_of}{UUID(cleaned.removeprefix(made_of))}"
    except ValueError:
        raise InputError(
            "A correction is of a pin, by its id, or of a barrier, by its id “pin:…” or “map:…”. "
            "“python -m geo barriers AREA_ID --json” lists both."
        ) from None


def _check_metres(correction: Correction) -> None:
    unknown = sorted(set(correction.extra_m) - set(PERSONAS))
    if unknown:
        raise InputError(f"There is no persona “{unknown[0]}”. Choose from {', '.join(PERSONAS)}.")
    for metres in correction.extra_m.values():
        if math.isnan(metres) or metres < 0 or (metres > MAX_EXTRA_M and not math.isinf(metres)):
            raise InputError(
                f"What a barrier adds to a walk is 0 to {MAX_EXTRA_M:,.0f} metres, or inf where nobody can pass."
            )
