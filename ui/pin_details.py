"""What a writer may add to a pin, as widgets: each answer may be left out, and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

import streamlit as st

from geo.pins import PinDetail
from geo.surveys import Affected, FeltEffect, Hours, Knowledge, Severity
from ui.words import _

Answer = TypeVar("Answer", FeltEffect, Hours, Severity, Knowledge)


def ask_details(detail: PinDetail, *, key: str) -> PinDetail:
    """The questions with what was answered so far; gives the answers as they stand now. Raises `InputError`."""
    felt = _one(_("What does it do to you?"), tuple(FeltEffect), detail.felt, key=f"{key}-felt")
    affects = st.pills(
        _("Who does it affect?"),
        tuple(Affected),
        selection_mode="multi",
        default=list(detail.affects),
        format_func=lambda each: _(each.label),
        key=f"{key}-affects",
    )
    hours = _one(_("When is it there?"), tuple(Hours), detail.hours, key=f"{key}-hours")
    until: date | None = None
    if hours is Hours.WORKS:
        until = st.date_input(
            _("Last day of the works, if you know it"), value=detail.until, format="DD/MM/YYYY", key=f"{key}-until"
        )
    severity = _one(_("How bad is it?"), tuple(Severity), detail.severity, key=f"{key}-severity")
    knowledge = _one(_("How do you know the place?"), tuple(Knowledge), detail.knowledge, key=f"{key}-knowledge")
    return PinDetail(
        felt=felt, affects=tuple(affects), hours=hours, until=until, severity=severity, knowledge=knowledge
    )


def detail_words(detail: PinDetail) -> str:
    """What was said beside a pin, in one line of words; empty where nothing was."""
    until = _("until {day}").format(day=f"{detail.until.day} {detail.until:%B %Y}") if detail.until else ""
    parts = [
        detail.felt and _(detail.felt.label),
        ", ".join(_(group.label) for group in detail.affects),
        detail.hours and " ".join(part for part in (_(detail.hours.label), until) if part),
        detail.severity and _(detail.severity.label),
        detail.knowledge and _(detail.knowledge.label),
    ]
    return " · ".join(part for part in parts if part)


def _one(question: str, answers: Sequence[Answer], said: Answer | None, *, key: str) -> Answer | None:
    return st.pills(question, answers, default=said, format_func=lambda each: _(each.label), key=key)
