"""The design bench as a whole: what changes is drawn or brought in, then seen before and after."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from geo.areas import Area
from geo.metrics.scheme_comparison import SchemeComparison
from geo.schemes import Scheme
from geo.services.scheme_comparisons import compare_scheme
from geo.services.scheme_trials import tried_scheme
from geo.services.schemes import list_schemes, scheme_versions
from geo.services.standalone_schemes import scheme_page
from geo.services.workspace import Workspace
from ui.addresses import scheme_map_source
from ui.barrier_choices import BarrierChoice, choice_in_address, choose_barriers
from ui.design_drawing import draw, take_barriers_away, type_coordinates
from ui.design_saving import chosen_in, download_buttons, go_on, save_form, saved_links, show_saved
from ui.design_session import Draft, draft_for
from ui.design_several import choose_several, show_several
from ui.design_shown import in_address, scheme_in, scheme_of_draft
from ui.design_upload import bring_file
from ui.design_view import show_everything, show_finding, show_map, show_result
from ui.plain_labels import plain
from ui.words import _

DRAW, SEE, SEVERAL = "draw", "see", "several"
_STEP = "design-step"
_IN_ADDRESS = "step"


def show_empty(workspace: Workspace) -> None:
    """Before an area is chosen: what this is for, and the schemes that are there."""
    st.text(
        _(
            "Lay a scheme over the map before it is built: a new path or crossing, a step-free way, a new space, "
            "a way that is closed or opened. See who would gain, who would lose, and what it does about what "
            "people said gets in the way. Choose an area or a project site to begin."
        )
    )
    saved_links(workspace, None)


def show_bench(workspace: Workspace, area: Area) -> None:
    """The three steps of the bench for one area; the address says which."""
    draft = draft_for(area.id)
    asked = {name: st.query_params[name] for name in st.query_params}
    saved = scheme_in(workspace, asked)
    step = _choose_step(SEE if saved is not None else SEVERAL if asked.get("schemes") else DRAW)
    # Containers stay where they are, so that maps do too, whatever comes and goes around them.
    with st.container():
        if step == DRAW:
            _draw(workspace, area, draft, saved)
        elif step == SEE:
            _see(workspace, area, draft, saved)
        else:
            _several(workspace, area, asked)


def _choose_step(usual: str) -> str:
    words = {
        DRAW: _("What would change"),
        SEE: _("Before and after"),
        SEVERAL: _("Schemes side by side"),
    }
    asked = st.query_params.get(_IN_ADDRESS, "")
    if _STEP not in st.session_state:
        st.session_state[_STEP] = asked if asked in words else usual

    def note() -> None:
        st.query_params[_IN_ADDRESS] = st.session_state[_STEP]

    return st.radio(
        _("Step"),
        list(words),
        format_func=words.__getitem__,
        horizontal=True,
        label_visibility="collapsed",
        key=_STEP,
        on_change=note,
    )


def go_to(step: str) -> None:
    """Turn to a step at the next run."""
    st.session_state[_STEP] = step
    st.query_params[_IN_ADDRESS] = step


def _draw(workspace: Workspace, area: Area, draft: Draft, saved: Scheme | None) -> None:
    if saved is not None and not draft.changes:
        told = _("Change “{name}”, version {version}").format(name=saved.name, version=saved.version)
        st.button(plain(told), key="design-go-on", on_click=go_on, args=(workspace, draft, saved))
    draw(draft, scheme_map_source(area.id, choice_in_address().in_address, {}))
    with st.expander(_("Bring it as a file")):
        bring_file(workspace, draft)
    type_coordinates(workspace, draft)
    take_barriers_away(workspace, area.id, choice_in_address(), draft)
    st.button(
        _("See before and after"),
        type="primary",
        key="design-see",
        disabled=not draft.changes,
        on_click=go_to,
        args=(SEE,),
    )
    saved_links(workspace, area.id)


def _see(workspace: Workspace, area: Area, draft: Draft, saved: Scheme | None) -> None:
    if saved is None and not draft.changes:
        st.text(_("There is nothing to see yet: nothing is drawn and no file was brought."))
        st.button(_("Say what would change"), key="design-begin", type="primary", on_click=go_to, args=(DRAW,))
        return
    scheme, named = (saved, in_address(saved)) if saved is not None else scheme_of_draft(workspace, draft)
    choice = choice_in_address()
    with st.container(), st.spinner(_("Working it out …")):
        comparison = _compare(workspace, area, choice, scheme)
    with st.container():
        show_finding(comparison)
    with st.container():
        show_map(scheme_map_source(area.id, choice.in_address, named))
    with st.container():
        choose_barriers()
    show_result(comparison)
    key = "-".join([area.id, *named.values(), *choice.in_address.values()])
    show_everything(key, partial(_everything, workspace, area, choice, scheme))
    if saved is None:
        save_form(workspace, draft, scheme)
    else:
        show_saved(workspace, saved, draft)
    make = partial(_as_page, workspace, area, choice, scheme)
    download_buttons(workspace, comparison, make)


def _compare(workspace: Workspace, area: Area, choice: BarrierChoice, scheme: Scheme) -> SchemeComparison:
    return tried_scheme(workspace, area.id, scheme, choice.persona, choice.standard, settings=choice.settings)[0]


def _everything(
    workspace: Workspace,
    area: Area,
    choice: BarrierChoice,
    scheme: Scheme,
    told: Callable[[float, str], None],
) -> SchemeComparison:
    return compare_scheme(
        workspace,
        area.id,
        scheme,
        choice.persona,
        choice.standard,
        settings=choice.settings,
        everything=True,
        progress=told,
    )


def _as_page(workspace: Workspace, area: Area, choice: BarrierChoice, scheme: Scheme) -> bytes:
    return scheme_page(workspace, area.id, scheme, choice.persona, choice.standard).encode()


def _several(workspace: Workspace, area: Area, asked: dict[str, str]) -> None:
    newest = list_schemes(workspace, area.id)
    saved = [version for each in newest for version in reversed(scheme_versions(workspace, each.id))]
    if not saved:
        st.text(_("No scheme is saved for this area yet. Save two or more to see them side by side."))
        st.button(_("Say what would change"), key="design-begin", type="primary", on_click=go_to, args=(DRAW,))
        return
    schemes = choose_several(saved, chosen_in(asked))
    choice = choose_barriers()
    show_several(schemes, partial(_compare, workspace, area, choice))
