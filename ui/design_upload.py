"""Bringing a design as a file: what was read of it, what it asks, and what each of its features means."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st

from geo.errors import GeoError
from geo.schemes import ChangeKind
from geo.services.design_features import DesignFeature, DesignFile, design_features, read_upload, site_from
from geo.services.workspace import Workspace
from ui.design_session import MOST_CHANGES, Draft, DraftChange
from ui.pin_map import table
from ui.plain_labels import plain
from ui.words import _

FORMATS = ["geojson", "json", "zip", "gpkg", "kml", "dxf"]
SITE, NOTHING = "site", "nothing"
_ONE_BY_ONE = 8  # features; more are given their meaning together, by layer and shape
_MEANINGS = {
    "line": (ChangeKind.LINK, ChangeKind.CROSSING, ChangeKind.RAMP, ChangeKind.CLOSE, ChangeKind.OPEN),
    "area": (ChangeKind.SPACE, ChangeKind.CLOSE),
    "point": (ChangeKind.OPEN, ChangeKind.RAMP, ChangeKind.SPACE, ChangeKind.CLOSE),
}
Group = tuple[str, str, str]  # a key, words, the shape


def bring_file(workspace: Workspace, draft: Draft) -> None:
    """The way from a file to changes or a project site."""
    sent = st.file_uploader(
        _("A file of the design: GeoJSON, zipped Shapefile, GeoPackage, KML or DXF, up to 20 MB"),
        type=FORMATS,
        key="design-file",
    )
    if sent is None:
        return
    data = sent.getvalue()
    digest = hashlib.sha256(data).hexdigest()[:16]
    try:
        design = _read(workspace, draft, data, sent.name, digest)
    except GeoError as error:
        st.error(str(error))
        return
    for sentence in design.told:
        st.text(_(sentence))
    if design.asks is not None:
        return
    _choose_meanings(workspace, draft, design, digest)


def _read(workspace: Workspace, draft: Draft, data: bytes, name: str, digest: str) -> DesignFile:
    """The file, read with the answers that were given so far; each question that it asks is put below the last."""
    answers: dict[str, str] = {}
    while True:
        key = (digest, *sorted(answers.items()))
        if key not in draft.uploads:
            with st.spinner(_("Reading the file …")):
                draft.uploads[key] = read_upload(
                    workspace, data, name, layer=answers.get("layer"), crs=answers.get("crs")
                )
        design: DesignFile = draft.uploads[key]
        if design.asks is None or design.asks.about in answers:
            return design
        answer = _ask(design, digest)
        if answer is None:
            return design
        answers[design.asks.about] = answer


def _ask(design: DesignFile, digest: str) -> str | None:
    asks = design.asks
    assert asks is not None
    options = {each.value: each for each in asks.options}
    return st.radio(
        plain(_(asks.text)),
        list(options),
        index=None,
        format_func=lambda value: plain(_(options[value].label)),
        captions=[plain(_(each.why)) for each in asks.options],
        key=f"design-ask-{asks.about}-{digest}",
    )


def _choose_meanings(workspace: Workspace, draft: Draft, design: DesignFile, digest: str) -> None:
    features = design_features(workspace, design)
    if not features:
        st.text(_("There is nothing in it that could be used."))
        return
    st.subheader(_("What does it mean?"), anchor=False)
    groups = grouped(features)
    meanings: dict[str, str] = {}
    for (key, words, shape), members in groups.items():
        options = meanings_of(shape)
        usual = usual_meaning(members, shape, len(features))
        meanings[key] = st.selectbox(
            plain(words),
            options,
            index=options.index(usual),
            format_func=meaning_label,
            key=f"design-meaning-{digest}-{key}",
            width=480,
        )
    chosen = {meaning: _members(groups, meanings, meaning) for meaning in dict.fromkeys(meanings.values())}
    _take_over(draft, chosen)
    _keep_site(workspace, design, chosen.get(SITE, []))


def grouped(features: Sequence[DesignFeature]) -> dict[Group, list[DesignFeature]]:
    """Features one by one where they are few, else by layer and shape."""
    groups: dict[Group, list[DesignFeature]] = {}
    for each in features:
        if len(features) <= _ONE_BY_ONE:
            name = each.name or _("Feature {n}").format(n=each.row + 1)
            group = (str(each.row), f"{name} · {_shape_words(each.shape)}", each.shape)
        else:
            said = "" if each.said is None else each.said.value
            layer = each.layer or _("The file")
            told = f"{layer} · {_shape_words(each.shape)}" + (f" · {_(each.said.label)}" if each.said else "")
            group = (f"{each.layer}-{each.shape}-{said}", told, each.shape)
        groups.setdefault(group, []).append(each)
    if len(features) <= _ONE_BY_ONE:
        return groups
    counts = Counter({group: len(members) for group, members in groups.items()})
    return {(key, f"{words} ({counts[(key, words, shape)]})", shape): m for (key, words, shape), m in groups.items()}


def _shape_words(shape: str) -> str:
    return {"point": _("point"), "line": _("line"), "area": _("area")}[shape]


def meanings_of(shape: str) -> list[str]:
    """What a feature of a shape may mean."""
    kinds = [kind.value for kind in _MEANINGS[shape]]
    return [*kinds, *([SITE] if shape == "area" else []), NOTHING]


def usual_meaning(members: Sequence[DesignFeature], shape: str, total: int) -> str:
    """What features most likely mean: what the file says; a lone area is the site; lines are paths."""
    said = {each.said for each in members}
    if len(said) == 1 and None not in said:
        kind = next(iter(said))
        if kind in _MEANINGS[shape]:
            return str(kind)
    if shape == "line":
        return ChangeKind.LINK.value
    if shape == "area":
        return SITE if total == 1 else ChangeKind.SPACE.value
    return NOTHING


def meaning_label(meaning: str) -> str:
    """A meaning in words."""
    others = {SITE: _("This is the project site"), NOTHING: _("Leave it out")}
    return others.get(meaning) or _(ChangeKind(meaning).label)


def _members(
    groups: Mapping[Group, list[DesignFeature]], meanings: Mapping[str, str], meaning: str
) -> list[DesignFeature]:
    return [each for (key, _words, _shape), members in groups.items() if meanings[key] == meaning for each in members]


def _take_over(draft: Draft, chosen: Mapping[str, list[DesignFeature]]) -> None:
    changes = [
        DraftChange(kind=ChangeKind(meaning), geometry=each.geometry, name=each.name[:80])
        for meaning, members in chosen.items()
        if meaning not in (SITE, NOTHING)
        for each in sorted(members, key=lambda feature: feature.row)
    ]
    if not changes:
        return
    room = MOST_CHANGES - len(draft.changes)
    if len(changes) > room:
        st.warning(_("A scheme holds {most} changes at most. Leave some out.").format(most=MOST_CHANGES))
        return
    label = _("Take over 1 change") if len(changes) == 1 else _("Take over {n} changes").format(n=len(changes))
    st.button(label, type="primary", key="design-take-over", on_click=draft.add, args=(changes,))


def _keep_site(workspace: Workspace, design: DesignFile, members: Sequence[DesignFeature]) -> None:
    if not members:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="cg-site"):
        usual = members[0].name or design.file_name.rsplit(".", 1)[0]
        name = st.text_input(_("Name of the project site"), value=usual, max_chars=120, key="design-site-name")
        pressed = st.button(_("Keep it as a project site"), key="design-site-keep")
    if pressed:
        try:
            area = site_from(workspace, name, design, [each.row for each in members])
        except GeoError as error:
            st.error(str(error))
            return
        st.success(_("{name} is kept as a project site.").format(name=plain(area.name)))
        st.page_link("pages/areas.py", label=_("Read its report"), query_params={"area": area.id})
        st.page_link("pages/design.py", label=_("Try a design for it"), query_params={"area": area.id})
    table(
        key="design-site-parts",
        caption=_("Parts of the project site"),
        rows=[{_("Part"): each.name or _("Feature {n}").format(n=each.row + 1)} for each in members],
    )
