"""What a reader of the page about barriers may choose, each a plain choice that stands in the page's address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from geo.metrics.barrier_report import BarrierSettings
from geo.metrics.barrier_standards import DEFAULT_STANDARD, REACH_STANDARDS, ReachStandard
from geo.metrics.personas import ANY_WALKER, Persona
from ui.choices import PERSONA, choose_walk, persona_of
from ui.words import _

STANDARD, LEAST, TIMES, MAP = "standard", "least", "times", "map"
LEAST_OFFERED = (1, 2, 3, 5)
TIMES_OFFERED = (0.5, 1.0, 2.0)
_LEFT_OUT = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class BarrierChoice:
    """Who walks, what they should reach, and what counts as a barrier."""

    persona: Persona
    standard: ReachStandard
    settings: BarrierSettings

    @property
    def in_address(self) -> dict[str, str]:
        """The choice as it stands in an address; what is usual is left out."""
        usual = BarrierSettings()
        said = {
            PERSONA: (self.persona.id, ANY_WALKER.id),
            STANDARD: (self.standard.id, DEFAULT_STANDARD.id),
            LEAST: (str(self.settings.contributors), str(usual.contributors)),
            TIMES: (f"{self.settings.penalty_times:g}", f"{usual.penalty_times:g}"),
            MAP: ("" if self.settings.with_map else _LEFT_OUT, ""),
        }
        return {name: value for name, (value, usually) in said.items() if value != usually}


def choice_from(asked: Mapping[str, str]) -> BarrierChoice:
    """The choice that an address makes; what it does not say, or says of what is not offered, is the usual."""
    usual = BarrierSettings()
    least = {str(each): each for each in LEAST_OFFERED}
    times = {f"{each:g}": each for each in TIMES_OFFERED}
    return BarrierChoice(
        persona=persona_of(asked.get(PERSONA)),
        standard=REACH_STANDARDS.get(asked.get(STANDARD, ""), DEFAULT_STANDARD),
        settings=BarrierSettings(
            contributors=least.get(asked.get(LEAST, ""), usual.contributors),
            penalty_times=times.get(asked.get(TIMES, ""), usual.penalty_times),
            with_map=asked.get(MAP) != _LEFT_OUT,
        ),
    )


def choice_in_address() -> BarrierChoice:
    """What the page's address says, without a widget."""
    return choice_from({name: st.query_params[name] for name in st.query_params})


def choose_barriers() -> BarrierChoice:
    """The choices as widgets; the address follows them."""
    asked = choice_in_address()
    choose_walk(with_minutes=False)
    labels = {each.id: _(each.label) for each in REACH_STANDARDS.values()}
    st.selectbox(
        _("What they should have"),
        list(labels),
        index=list(labels).index(asked.standard.id),
        format_func=labels.__getitem__,
        key=f"choice-{STANDARD}",
        on_change=_note,
        args=(STANDARD,),
        width=480,
    )
    with st.expander(_("What counts as a barrier")):
        _radio(LEAST, _("Told of by"), _least_words(), str(asked.settings.contributors))
        _radio(TIMES, _("How much a barrier that people told us of slows a walk"), _times_words(), _times(asked))
        said = {"": _("Count them"), _LEFT_OUT: _("Leave them out")}
        _radio(MAP, _("Steps, kerbs and gates on the map"), said, "" if asked.settings.with_map else _LEFT_OUT)
    return choice_in_address()


def _times(choice: BarrierChoice) -> str:
    return f"{choice.settings.penalty_times:g}"


def _least_words() -> dict[str, str]:
    return {
        str(each): _("1 person or more") if each == 1 else _("{n} people or more").format(n=each)
        for each in LEAST_OFFERED
    }


def _times_words() -> dict[str, str]:
    return {"0.5": _("Half as much"), "1": _("As given"), "2": _("Twice as much")}


def _radio(name: str, label: str, words: dict[str, str], chosen: str) -> None:
    options = list(words)
    st.radio(
        label,
        options,
        index=options.index(chosen),
        format_func=words.__getitem__,
        horizontal=True,
        key=f"choice-{name}",
        on_change=_note,
        args=(name,),
    )


def _note(name: str) -> None:
    """The address follows a widget; what is said by saying nothing leaves it."""
    chosen = str(st.session_state[f"choice-{name}"])
    if chosen:
        st.query_params[name] = chosen
    elif name in st.query_params:
        del st.query_params[name]
