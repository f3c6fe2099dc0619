"""Whose walk and how long a walk a page is about: plain choices that stand in the page's address, to be shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from geo.metrics.personas import ANY_WALKER, PERSONAS, Persona
from ui.report_sections import WALK_MINUTES
from ui.words import _

T = TypeVar("T", str, int)

PERSONA, MINUTES = "walker", "minutes"
USUAL_MINUTES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Who walks, and for how many minutes."""

    persona: Persona
    minutes: int

    @property
    def in_address(self) -> dict[str, str]:
        """The choice as it stands in an address; what is usual is left out."""
        said = {PERSONA: self.persona.id, MINUTES: str(self.minutes)}
        usual = {PERSONA: ANY_WALKER.id, MINUTES: str(USUAL_MINUTES)}
        return {name: value for name, value in said.items() if value != usual[name]}


def persona_of(persona_id: str | None) -> Persona:
    """The walker with an id; any walker where there is none of that id."""
    return PERSONAS.get(persona_id or "", ANY_WALKER)


def choice_in_address() -> Choice:
    """What the page's address says, without a widget."""
    asked = st.query_params.get(MINUTES, "")
    minutes = int(asked) if asked.isdecimal() and int(asked) in WALK_MINUTES else USUAL_MINUTES
    return Choice(persona=persona_of(st.query_params.get(PERSONA)), minutes=minutes)


def choose_walk(*, with_minutes: bool = True) -> Choice:
    """Two plain choices beside each other; the address follows them."""
    asked = choice_in_address()
    minutes = asked.minutes
    with st.container(horizontal=True, vertical_alignment="bottom", key="cg-walk-choice"):
        persona_id = _choose(
            PERSONA, _("Who walks"), list(PERSONAS), asked.persona.id, labels=[_(p.label) for p in PERSONAS.values()]
        )
        if with_minutes:
            labels = [_("{n} minutes").format(n=each) for each in WALK_MINUTES]
            minutes = _choose(MINUTES, _("How long a walk"), list(WALK_MINUTES), asked.minutes, labels=labels)
    return Choice(persona=persona_of(persona_id), minutes=minutes)


def _choose(name: str, label: str, options: list[T], chosen: T, labels: Sequence[str]) -> T:
    words = dict(zip(options, labels, strict=True))
    key = f"choice-{name}"

    def note() -> None:
        st.query_params[name] = str(st.session_state[key])

    return st.radio(
        label,
        options,
        index=options.index(chosen),
        format_func=words.__getitem__,
        horizontal=True,
        key=key,
        on_change=note,
    )
