"""Every figure before and after a scheme on the small town, whose footway to the park is made steps."""

from dataclasses import replace
from uuid import UUID

import numpy as np
import pytest
from shapely import LineString
from small_town import ESTATE, lonlat, small_town

from geo.metrics.personas import WHEELCHAIR
from geo.network.flags import EdgeFlag
from geo.pins import PinDraft
from geo.schemes import Change, ChangeKind, Scheme
from geo.services.barriers import barrier_report
from geo.services.pins import drop_pin
from geo.services.scheme_comparisons import compare_scheme
from geo.surveys import PinKind

A_STREET_FAR_OFF = Change(kind=ChangeKind.LINK, geometry=LineString([(529800, 180100), (529800, 180150)]))


@pytest.fixture
def town(tmp_path, monkeypatch):
    """The town with steps to the park, of which one resident has told."""
    workspace = small_town(tmp_path)
    network = workspace.network("town")
    flags = np.where(np.asarray(network.edge_way_id) == 11, np.uint32(EdgeFlag.STEPS), network.edge_flags)
    monkeypatch.setitem(workspace._networks, "town", replace(network, edge_flags=flags))
    draft = PinDraft(
        id=UUID(int=1), place=lonlat((529350.0, 180150.0)), kind=PinKind.BARRIER, category="b-step", receipt="1" * 32
    )
    drop_pin(workspace, draft)
    yield workspace
    workspace.store.close()


def shares(town, *changes):
    """Wheelchair users within 400 m of a public open space, before and after."""
    scheme = Scheme(id="", name="A", changes=changes, area_id=ESTATE)
    compared = compare_scheme(town, ESTATE, scheme, WHEELCHAIR, everything=True)
    (figure,) = (each for each in compared.figures if each.before.metric == "residents_within_400m")
    return compared, figure.before.value, figure.after.value


def test_steps_that_a_resident_told_of_stay_where_a_scheme_leaves_them(town):
    compared, before, after = shares(town, A_STREET_FAR_OFF)
    assert (before, after) == (0, 0)
    assert (compared.gain, compared.lose) == (0, 0)


@pytest.mark.parametrize("by_the_map", [True, False])
def test_steps_go_by_the_id_of_the_pin_or_of_the_map(town, by_the_map):
    (steps,) = barrier_report(town, ESTATE, WHEELCHAIR).barriers
    name = steps.barrier.evidence.features[0] if by_the_map else steps.barrier.id
    compared, before, after = shares(town, Change(kind=ChangeKind.REMOVE_BARRIER, barrier_id=name))
    assert compared.changes[0].took_effect
    assert compared.gain == pytest.approx(1500)
    assert (before, after) == (0, pytest.approx(100))
