"""The design bench: drawing, files, before and after, saving and sharing; on the small town.

The town's only park is reached by one footway from Main Street. 900 people live 250 m from it and 600 people 230 m;
both are within ten minutes. Shutting the footway leaves all 1,500 without a way.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from shapely import LineString, Point
from shapely.geometry import mapping
from starlette.applications import Starlette
from starlette.testclient import TestClient

import ui.routes
from geo.barriers import Barrier, BarrierSource, Evidence, Meets
from geo.errors import GeoError, InputError
from geo.metrics.barrier_report import Reach
from geo.metrics.barrier_standards import DEFAULT_STANDARD
from geo.metrics.report import measured
from geo.metrics.scheme_comparison import BeforeAfter, PinsMet, SchemeComparison
from geo.schemes import Change, ChangeKind, Scheme
from geo.services.areas import find_area
from geo.services.design_features import design_features, read_upload, site_from
from geo.services.scheme_trials import tried_scheme
from geo.services.schemes import list_schemes, save_scheme, scheme_geojson, scheme_named
from geo.services.workspace import Workspace
from geo.surveys import PinKind, WalkEffect
from tests.app.conftest import RunPage, cells, components, drawn, shown
from tests.small_town import ESTATE, OUTSIDE, lonlat
from ui.design_drawing import typed_change
from ui.design_figures import change_in_words, change_of_people, changed_figures
from ui.design_saving import chosen_in
from ui.design_session import Draft, DraftChange, changes_of, read_changes
from ui.design_several import several_rows
from ui.design_upload import SITE, grouped, meanings_of, usual_meaning
from ui.design_words import finding, people
from ui.routes import routes

FOOTWAY_SHUT = Change(kind=ChangeKind.CLOSE, name="Gate", geometry=LineString([(529340, 180150), (529360, 180150)]))
SHORT_CUT = Change(kind=ChangeKind.LINK, name="Cut", geometry=LineString([(529480, 180100), (529395, 180205)]))


def keep(town: Workspace, name: str, *changes: Change, scheme_id: str = "") -> Scheme:
    """A scheme of the town, saved."""
    return save_scheme(town, Scheme(id=scheme_id, name=name, changes=changes, area_id=ESTATE))


def link(*places: tuple[float, float]) -> dict[str, Any]:
    """A new path as the browser sends it."""
    corners = [[lonlat(each).lon, lonlat(each).lat] for each in places]
    return {"kind": "link", "name": "", "geometry": {"type": "LineString", "coordinates": corners}}


@pytest.fixture
def client(town: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr(ui.routes, "settings", ui.workspace.settings)
    with TestClient(Starlette(routes=routes())) as opened:
        yield opened


def test_without_an_area_the_page_says_what_it_is_for_and_lists_saved_schemes(
    run_page: RunPage, town: Workspace
) -> None:
    keep(town, "Gate shut", FOOTWAY_SHUT)
    app = run_page("design")
    assert not app.exception
    assert "Choose an area or a project site to begin." in shown(app)
    assert "Gate shut, version 1" in [each.proto.label for each in app.get("page_link")]


def test_a_name_that_would_be_markup_shows_as_it_was_written(run_page: RunPage, town: Workspace) -> None:
    keep(town, "![x](http://example.org/a.png)", FOOTWAY_SHUT)
    labels = [each.proto.label for each in run_page("design").get("page_link")]
    (label,) = [each for each in labels if "version 1" in each]
    assert "![" not in label
    assert label.replace("\\", "") == "![x](http://example.org/a.png), version 1"


def test_an_area_begins_with_the_drawing_tool_and_nothing_drawn(run_page: RunPage) -> None:
    app = run_page("design", area=ESTATE)
    assert not app.exception
    assert [title.value for title in app.title] == ["Try a design in Park Estate"]
    tool = drawn(app, "design-draw")
    assert tool["draft"]["changes"] == []
    assert tool["source"].startswith(f"api/scheme-map?area={ESTATE}")
    assert app.button(key="design-see").disabled


def test_before_and_after_of_nothing_says_what_to_do(run_page: RunPage) -> None:
    app = run_page("design", area=ESTATE, step="see")
    assert not app.exception
    assert "nothing is drawn and no file was brought" in shown(app)
    app.button(key="design-begin").click().run()
    assert "design-draw" in components(app)


def test_a_saved_scheme_is_told_by_its_address_alone(run_page: RunPage, town: Workspace) -> None:
    scheme = keep(town, "Gate shut", FOOTWAY_SHUT)
    app = run_page("design", area=ESTATE, scheme=scheme.id, version="1")
    assert not app.exception
    assert (
        "1,500 people would no longer have a public open space within 10 minutes’ walk: 0 of 1,500 instead of 1,500."
        in shown(app)
    )
    rows = drawn(app, "design-standard")["rows"]
    assert [cell["text"] for cell in rows[0]["cells"]] == ["1,500 people", "0 people"]
    assert [cell["text"] for cell in rows[1]["cells"]] == ["0 people", "1,500 people"]
    assert rows[0]["words"] == "1,500 fewer."
    assert f"scheme={scheme.id}&version=1" in drawn(app, "design-swipe")["source"]
    assert "takes effect" in cells(app)


def test_another_walker_is_kept_in_the_address_and_in_the_map(run_page: RunPage, town: Workspace) -> None:
    scheme = keep(town, "Cut", SHORT_CUT)
    app = run_page("design", area=ESTATE, scheme=scheme.id, version="1")
    app.radio(key="choice-walker").set_value("wheelchair").run()
    assert not app.exception
    assert "walker=wheelchair" in drawn(app, "design-swipe")["source"]


@pytest.mark.parametrize("query", [{"scheme": "none"}, {"scheme": "none", "version": "7"}, {"draft": "0" * 32}])
def test_a_scheme_that_there_is_not_is_answered_with_a_sentence(run_page: RunPage, query: dict[str, str]) -> None:
    app = run_page("design", area=ESTATE, **query)
    assert not app.exception
    assert app.error


def test_an_area_that_there_is_not_is_answered_with_a_sentence(run_page: RunPage) -> None:
    app = run_page("design", area="E99")
    assert not app.exception
    assert "There is no area" in app.error[0].value


def test_a_change_typed_as_coordinates_is_drawn_seen_and_saved(run_page: RunPage, town: Workspace) -> None:
    app = run_page("design", area=ESTATE)
    app.selectbox(key="design-typed-kind").set_value(ChangeKind.CLOSE)
    app.text_area(key="design-typed").input("529340 180150\n529360 180150")
    app.button(key="FormSubmitter:design-by-coordinates-Add it").click().run()
    assert not app.exception
    assert [each["kind"] for each in drawn(app, "design-draw")["draft"]["changes"]] == ["close"]
    app.button(key="design-see").click().run()
    assert "1,500 people would no longer have" in shown(app)
    app.text_input(key="design-name").input("Footway shut")
    app.button(key="FormSubmitter:design-save-Save").click().run()
    assert not app.exception
    (saved,) = list_schemes(town, ESTATE)
    assert (saved.name, saved.version) == ("Footway shut", 1)
    assert app.query_params["scheme"] in (saved.id, [saved.id])
    assert "Saved as “Footway shut”, version 1." in shown(app)


def test_a_scheme_without_a_name_is_not_saved(run_page: RunPage, town: Workspace) -> None:
    app = run_page("design", area=ESTATE)
    app.selectbox(key="design-typed-kind").set_value(ChangeKind.CLOSE)
    app.text_area(key="design-typed").input("529350 180150")
    app.button(key="FormSubmitter:design-by-coordinates-Add it").click().run()
    app.button(key="design-see").click().run()
    app.button(key="FormSubmitter:design-save-Save").click().run()
    assert "Give the scheme a name first." in shown(app)
    assert list_schemes(town) == []


def test_a_saved_scheme_that_is_changed_becomes_its_next_version(run_page: RunPage, town: Workspace) -> None:
    scheme = keep(town, "Gate shut", FOOTWAY_SHUT)
    app = run_page("design", area=ESTATE, scheme=scheme.id, version="1")
    app.button(key="design-go-on").click().run()
    assert not app.exception
    assert [each["name"] for each in drawn(app, "design-draw")["draft"]["changes"]] == ["Gate"]
    app.button(key="design-see").click().run()
    app.button(key="FormSubmitter:design-save-Save as the next version").click().run()
    assert not app.exception
    assert scheme_named(town, scheme.id).version == 2
    assert "version 2" in shown(app)
    assert "Version 1" in [each.proto.label for each in app.get("page_link")]


def test_schemes_stand_side_by_side_by_address(run_page: RunPage, town: Workspace) -> None:
    shut, cut = keep(town, "Gate shut", FOOTWAY_SHUT), keep(town, "Short cut", SHORT_CUT)
    app = run_page("design", area=ESTATE, schemes=f"{shut.id}:1,{cut.id}:1")
    assert not app.exception
    told = drawn(app, "design-several-matrix")
    assert told["places"] == ["Today", "Gate shut, version 1", "Short cut, version 1"]
    assert [cell["text"] for cell in told["rows"][0]["cells"]] == ["1,500", "0", "1,500"]
    assert told["rows"][0]["words"] == "Most: Short cut."


def test_two_versions_of_a_scheme_stand_side_by_side(run_page: RunPage, town: Workspace) -> None:
    first = keep(town, "Works", SHORT_CUT)
    keep(town, "Works", SHORT_CUT, FOOTWAY_SHUT, scheme_id=first.id)
    app = run_page("design", area=ESTATE, schemes=f"{first.id}:1,{first.id}:2")
    assert not app.exception
    assert drawn(app, "design-several-matrix")["places"] == ["Today", "Works, version 1", "Works, version 2"]


def test_a_saved_scheme_may_be_changed_from_the_drawing_step(run_page: RunPage, town: Workspace) -> None:
    scheme = keep(town, "Gate shut", FOOTWAY_SHUT)
    app = run_page("design", area=ESTATE, scheme=scheme.id, version="1", step="draw")
    app.button(key="design-go-on").click().run()
    assert not app.exception
    assert len(drawn(app, "design-draw")["draft"]["changes"]) == 1


def test_a_barrier_of_the_map_may_be_taken_away(run_page: RunPage) -> None:
    app = run_page("design", area=ESTATE)
    app.toggle(key="design-list-barriers").set_value(True).run()
    assert not app.exception
    assert "Nothing is known to get in this walker’s way here." in shown(app)


def test_one_scheme_alone_is_not_compared(run_page: RunPage, town: Workspace) -> None:
    shut = keep(town, "Gate shut", FOOTWAY_SHUT)
    app = run_page("design", area=ESTATE, schemes=f"{shut.id}:1", step="several")
    assert "Choose two to four saved schemes" in shown(app)


def test_every_figure_waits_until_it_is_asked_for_and_is_kept_then(
    run_page: RunPage, town: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheme, asked = keep(town, "Gate shut", FOOTWAY_SHUT), []
    near = [measured("residents_within_400m", share) for share in (100.0, 0.0)]
    known = compared(town, figures=(BeforeAfter(before=near[0], after=near[1]),))

    def work(*_given: Any, everything: bool, progress: Any, **_more: Any) -> SchemeComparison:
        asked.append(everything)
        progress(0.5, "Walks with the scheme")
        return known

    monkeypatch.setattr("ui.design_bench.compare_scheme", work)
    app = run_page("design", area=ESTATE, scheme=scheme.id, version="1")
    assert asked == []
    app.button(key="design-everything-go").click().run()
    assert not app.exception
    (row,) = drawn(app, "design-figures-0")["rows"]
    assert [cell["text"] for cell in row["cells"]] == ["100\N{NO-BREAK SPACE}%", "0\N{NO-BREAK SPACE}%"]
    assert row["words"] == "Worse: 100 points less."
    app.run()
    assert asked == [True]


# --- the map ---


def test_the_map_to_draw_upon_has_the_area_its_spaces_and_no_side(client: TestClient) -> None:
    said = client.get("/api/scheme-map", params={"area": ESTATE}).json()
    assert (said["before"], said["after"]) == (None, None)
    assert said["changes"]["features"] == []
    assert len(said["area"]["features"]) == 1
    assert "The Park" in [each["properties"]["name"] for each in said["spaces"]["features"]]


def test_the_map_of_a_scheme_tells_streets_before_and_after(client: TestClient, town: Workspace) -> None:
    scheme = keep(town, "Gate shut", FOOTWAY_SHUT)
    said = client.get("/api/scheme-map", params={"area": ESTATE, "scheme": scheme.id}).json()
    classes = {side: {each["properties"]["c"] for each in said[side]["features"]["features"]} for side in SIDES}
    # The footway's inner end stays on the park's side of the gate; every street beyond it loses its way.
    assert -1 not in classes["before"]
    assert -1 in classes["after"]
    assert [each["properties"] for each in said["changes"]["features"]] == [
        {"n": 1, "kind": "close", "label": "Closed: Gate"}
    ]


SIDES = ("before", "after")


def test_the_map_answers_what_there_is_not_in_a_sentence(client: TestClient) -> None:
    for query in ({"area": "none"}, {"area": ESTATE, "scheme": "none"}, {"area": ESTATE, "draft": "none"}):
        answer = client.get("/api/scheme-map", params=query)
        assert answer.status_code == 400, query
        assert answer.json()["error"]


def test_the_map_has_a_new_path_only_after(client: TestClient, town: Workspace) -> None:
    scheme = keep(town, "Short cut", SHORT_CUT)
    said = client.get("/api/scheme-map", params={"area": ESTATE, "scheme": scheme.id}).json()
    assert len(said["after"]["features"]["features"]) > len(said["before"]["features"]["features"])


def test_a_trial_is_kept_until_something_changes(town: Workspace) -> None:
    scheme = keep(town, "Gate shut", FOOTWAY_SHUT)
    first, _gains = tried_scheme(town, ESTATE, scheme)
    again, _gains = tried_scheme(town, ESTATE, scheme_named(town, scheme.id))
    assert again is first
    other, _gains = tried_scheme(town, ESTATE, replace(scheme, changes=(SHORT_CUT,)))
    assert other is not first


# --- the draft ---


def test_a_draft_takes_the_newest_of_what_the_browser_sends() -> None:
    draft = Draft(area_id=ESTATE, token=4)
    path = link((529480, 180100), (529395, 180205))
    assert draft.take_in({"token": 4, "revision": 2, "changes": [path]})
    assert not draft.take_in({"token": 4, "revision": 1, "changes": []})
    assert not draft.take_in({"token": 3, "revision": 9, "changes": []})
    assert len(draft.changes) == 1
    draft.replace(())
    assert not draft.take_in({"token": 4, "revision": 9, "changes": [path]})
    assert draft.for_browser() == {"token": 5, "revision": 0, "changes": []}


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "x",
        [{"kind": "link"}],
        [{"kind": "fly", "geometry": {"type": "Point", "coordinates": [0, 51]}}],
        [{"kind": "link", "geometry": {"type": "LineString", "coordinates": [[0, 51], [0, "x"]]}}],
        [{"kind": "link", "geometry": {"type": "LineString", "coordinates": [[0, 510], [0, 51]]}}],
        [{"kind": "link", "geometry": {"type": "LineString", "coordinates": 7}}],
        [{"kind": "open", "geometry": {"type": "Point", "coordinates": [0, 51, 3]}}],
        [{"kind": "open", "geometry": {"type": "Point", "coordinates": [True, 51]}}],
        [{"kind": "remove-barrier", "geometry": None}],
        [{"kind": "open", "geometry": {"type": "GeometryCollection", "geometries": []}}],
    ],
)
def test_what_no_drawing_tool_would_send_is_not_taken(sent: Any) -> None:
    assert read_changes(sent) is None


def test_a_scheme_goes_into_a_draft_and_comes_out_the_same(town: Workspace) -> None:
    bridge = replace(SHORT_CUT, ends_only=True)
    garden = Change(kind=ChangeKind.SPACE, geometry=Point(529500, 180110), space_kind="garden")
    gone = Change(kind=ChangeKind.REMOVE_BARRIER, barrier_id="pin/1")
    scheme = keep(town, "All", bridge, garden, gone)
    there = scheme_geojson(town, scheme)
    draft = Draft(area_id=ESTATE)
    draft.replace(changes_of(there))
    assert [each["properties"] for each in draft.as_geojson()["features"]] == [
        each["properties"] for each in there["features"]
    ]
    assert draft.as_geojson()["features"][0]["geometry"] == there["features"][0]["geometry"]


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        (ChangeKind.LINK, "529340 180150", "needs two corners"),
        (ChangeKind.SPACE, "529340 180150\n529350 180150", "three corners"),
        (ChangeKind.LINK, "Parkway\n529350 180150", "is not a pair of co-ordinates"),
        (ChangeKind.LINK, "", "at least one corner"),
        (ChangeKind.LINK, f"{OUTSIDE[0]:.0f} {OUTSIDE[1]:.0f}\n529350 180150", "outside Greater London"),
    ],
)
def test_coordinates_that_cannot_be_are_answered_in_words(
    town: Workspace, kind: ChangeKind, typed: str, said: str
) -> None:
    with pytest.raises(GeoError, match=said):
        typed_change(town, kind, typed)


def test_corners_typed_make_the_shape_that_the_change_needs(town: Workspace) -> None:
    shapes = {
        (ChangeKind.OPEN, "529340 180150"): "Point",
        (ChangeKind.LINK, "529340 180150\n\n529350 180150"): "LineString",
        (ChangeKind.SPACE, "529340 180150\n529350 180150\n529350 180160"): "Polygon",
    }
    for (kind, typed), shape in shapes.items():
        geometry = typed_change(town, kind, typed).geometry
        assert geometry is not None
        assert geometry["type"] == shape


# --- files ---


def geojson_file(town: Workspace, *shapes: Any, **said: Any) -> bytes:
    features = [
        {"type": "Feature", "properties": said, "geometry": mapping(town.grid.geometry_to_wgs84(shape))}
        for shape in shapes
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_a_file_says_what_each_feature_may_mean(town: Workspace) -> None:
    design = read_upload(town, geojson_file(town, SHORT_CUT.geometry, Point(529500, 180110)), "plan.geojson")
    line, point = design_features(town, design)
    assert (line.shape, line.said, point.shape) == ("line", None, "point")
    assert usual_meaning([line], "line", 2) == "link"
    assert usual_meaning([point], "point", 2) == "nothing"
    assert SITE in meanings_of("area")
    assert SITE not in meanings_of("line")


def test_what_the_file_says_goes_before_what_is_usual(town: Workspace) -> None:
    design = read_upload(town, geojson_file(town, SHORT_CUT.geometry, change="close"), "plan.geojson")
    features = design_features(town, design)
    assert usual_meaning(features, "line", 1) == "close"


def test_many_features_are_given_their_meaning_together(town: Workspace) -> None:
    lines = [LineString([(529300 + i, 180100), (529300 + i, 180150)]) for i in range(12)]
    features = design_features(town, read_upload(town, geojson_file(town, *lines), "plan.geojson"))
    ((_key, words, _shape),) = grouped(features)
    assert words.endswith("(12)")
    assert len(grouped(features[:3])) == 3


def test_an_area_of_a_file_is_kept_as_a_project_site(town: Workspace) -> None:
    design = read_upload(town, geojson_file(town, find_area(town, ESTATE).geometry), "site.geojson")
    area = site_from(town, "The yard", design, [0])
    assert find_area(town, area.id).name == "The yard"


def test_a_file_that_cannot_be_read_is_answered_in_words(town: Workspace) -> None:
    with pytest.raises(InputError):
        read_upload(town, b"\x00\x01 nothing", "plan.dwg")


# --- words and figures ---


def compared(town: Workspace, **more: Any) -> SchemeComparison:
    """A comparison made by hand: 1,500 residents, of whom 900 have it before and 1,200 after."""
    scheme = Scheme(id="s", name="S", changes=(SHORT_CUT,))
    base, _gains = tried_scheme(town, ESTATE, scheme)
    before = Reach(residents=1500, meet=900, no_way=0, mean_min=8.0)
    said = {"before": before, "after": replace(before, meet=1200, mean_min=7.0), "gain": 300.0, "lose": 0.0}
    said |= {"closer": 0.0, "farther": 0.0}
    return replace(base, standard=DEFAULT_STANDARD, **{**said, **more})


def test_the_finding_says_who_gains_and_who_loses_in_one_sentence(town: Workspace) -> None:
    assert finding(compared(town)) == (
        "300 more people would have a public open space within 10 minutes’ walk: 1,200 of 1,500 instead of 900."
    )
    both = finding(compared(town, gain=400.0, lose=100.0))
    assert both.startswith("400 more people would have a public open space within 10 minutes’ walk, and 100 people")
    same = finding(compared(town, gain=0.0, lose=3.0, closer=40.0))
    assert same == (
        "As many people would have a public open space within 10 minutes’ walk as now, "
        "but 40 people would walk less far."
    )


def test_what_is_not_known_is_said_with_its_reason(town: Workspace) -> None:
    told = finding(compared(town, before=None, after=None, notes=("No walking network is installed for this area.",)))
    assert told == "What this would do we don't know yet. No walking network is installed for this area."


def test_fewer_than_ten_people_are_not_counted_out() -> None:
    assert [people(each) for each in (0.0, 4.0, 12.0, 1234.0)] == ["0", "<10", "10", "1,230"]
    assert [change_of_people(each) for each in (0.0, 4.0, -4.0, 120.0)] == [
        "The same.",
        "A few more.",
        "A few fewer.",
        "120 more.",
    ]


def test_buildings_are_not_called_people(town: Workspace) -> None:
    assert finding(compared(town, counted="buildings")).startswith("300 more buildings would have")


def test_only_figures_that_move_are_told_with_better_or_worse() -> None:
    def figure(metric: str, before: float | None, after: float | None) -> BeforeAfter:
        return BeforeAfter(before=measured(metric, before), after=measured(metric, after))

    near = figure("residents_within_400m", 40.0, 60.0)
    same, unknown = figure("residents_within_400m", 40.0, 40.0), figure("p95_walk_m", None, 300.0)
    assert changed_figures([same, unknown, near]) == [near]
    assert change_in_words(near) == "Better: 20 points more."
    assert change_in_words(figure("p95_walk_m", 300.0, 500.0)) == "Worse: 200\N{NO-BREAK SPACE}m more."


def test_schemes_of_which_nothing_is_known_make_no_table(town: Workspace) -> None:
    assert several_rows([compared(town, before=None, after=None)]) == []


def test_pins_are_counted_and_never_quoted(run_page: RunPage, town: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    barrier = Barrier(
        id="pin/1",
        label="Steps near Main Street",
        kind="b-step",
        source=BarrierSource.PINS,
        effect=WalkEffect.SLOWS,
        geometry=Point(529350, 180100),
        meets=Meets.NEAREST,
        evidence=Evidence(pins=("a", "b"), contributors=2),
    )
    scheme = keep(town, "Gate shut", FOOTWAY_SHUT)
    kept = compared(town, pins=PinsMet(addressed=(barrier,)), scheme=scheme)
    monkeypatch.setattr("ui.design_bench.tried_scheme", lambda *_a, **_m: (kept, None))
    app = run_page("design", area=ESTATE, scheme=scheme.id, version="1")
    told = cells(app)
    assert {"Addressed by the scheme", "1", "Steps near Main Street", "2 pins"} <= told


def test_an_address_names_schemes_with_or_without_versions() -> None:
    assert chosen_in({"schemes": "a:1,b,,a:1,c:x"}) == [("a", 1), ("b", None), ("c", None)]
    assert chosen_in({}) == []


def test_a_kind_of_pin_that_is_a_barrier_is_drawn_upon(client: TestClient) -> None:
    assert PinKind.BARRIER.value == "barrier"
    assert client.get("/api/scheme-map", params={"area": ESTATE}).json()["pins"]["features"] == []


def test_a_change_of_the_draft_keeps_its_name_short() -> None:
    (change,) = read_changes([link((529480, 180100), (529395, 180205)) | {"name": " a  b " + "x" * 200}]) or ()
    assert change.name.startswith("a b x")
    assert len(change.name) == 80
    assert isinstance(change, DraftChange)
