"""What one visitor's session remembers between runs: one typed record under one key."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from ui.outbox import Answers

_KEY = "common_ground"


@dataclass
class Session:
    """The last answers to the map's outbox, and the receipt that is being looked at."""

    answers: Answers = field(default_factory=Answers)
    receipt: str = ""
    own_saved: str = ""  # what to say once, after a change of one's own pin


def session() -> Session:
    """This visitor's record, made at first use."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = Session()
    record: Session = st.session_state[_KEY]
    return record
