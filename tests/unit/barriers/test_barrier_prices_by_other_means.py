"""Prices of real areas worked out a second time: each barrier is taken away, and everything is walked anew by scipy.

Nothing of the passes of geo.network is used: arcs, homes and goals are laid out here, costs added barrier by barrier.
"""

from dataclasses import dataclass
from uuid import UUID

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geo.bootstrap import Settings, open_workspace
from geo.crs import LonLat
from geo.metrics.barrier_report import BarrierSettings
from geo.metrics.barrier_standards import REACH_STANDARDS
from geo.metrics.personas import PERSONAS
from geo.metrics.standards import REACH_CUTOFF_M
from geo.pins import PinDraft
from geo.services.areas import find_area
from geo.services.barrier_inputs import barrier_inputs, ground_of
from geo.services.barriers import barrier_report
from geo.services.pins import drop_pin
from geo.surveys import PinKind

ARNOS_GROVE, PALMERS_GREEN = "E05013672", "TCB00000082"
NEWPORT = "map-uk-newport-2023-06-13"
TINY_M = 1e-9  # scipy takes an arc of 0 for none


@pytest.fixture(scope="module")
def installed(installed_home, tmp_path_factory):
    """The installed data with a store of its own, and what some people said in Arnos Grove."""
    store = tmp_path_factory.mktemp("store") / "pins.sqlite"
    workspace = open_workspace(Settings(home=installed_home, bundle=None, database_url=f"sqlite:///{store}"))
    said = [("b-gate", -0.1404, 51.6158), ("b-gate", -0.1350, 51.6165), ("b-cross", -0.1366, 51.6160)]
    said += [("b-surface", -0.1310, 51.6150), ("b-step", -0.1335, 51.6193), ("b-gate", -0.1296, 51.6175)]
    for number, (category, lon, lat) in enumerate(said, start=1):
        place, receipt = LonLat(lon, lat), f"{number:032x}"
        drop_pin(
            workspace,
            PinDraft(id=UUID(int=number), place=place, kind=PinKind.BARRIER, category=category, receipt=receipt),
        )
    yield workspace
    workspace.store.close()


@dataclass
class ByHand:
    """An area with its barriers, walked by scipy."""

    ground: object

    def walks(self, standing):
        """Metres from each home, barriers standing as told."""
        imposed = self.ground.imposed
        network, said = imposed.split.network, imposed.impositions
        edge_m, node_m = imposed.base.edge_m.tolist(), imposed.base.node_m.tolist()
        for barrier, edge, metres in zip(said.edge_barrier, said.edge, said.edge_m, strict=True):
            edge_m[edge] += metres if standing[barrier] else 0.0
        for barrier, node, metres in zip(said.node_barrier, said.node, said.node_m, strict=True):
            node_m[node] += metres if standing[barrier] else 0.0
        edge_m, node_m = np.array(edge_m), np.array(node_m)
        n, uv, length = network.node_count, np.asarray(network.edge_uv), np.asarray(network.edge_length_m)
        both = ~network.is_one_way
        # Walked backwards from the goals: an arc from where one comes to, to where one came from.
        tail = np.concatenate([uv[:, 1], uv[both, 0]])
        head = np.concatenate([uv[:, 0], uv[both, 1]])
        cost = np.concatenate([edge_m, edge_m[both]]) + (node_m[tail] + node_m[head]) / 2
        goals = self._to_ends(uv, self.ground.goals, edge_m, length, both, towards=True)
        tail, head = np.concatenate([tail, np.full(len(goals[0]), n)]), np.concatenate([head, goals[0]])
        cost = np.concatenate([cost, goals[1] + node_m[goals[0]] / 2])
        open_ = np.isfinite(cost)
        best = {}
        for a, b, c in zip(tail[open_].tolist(), head[open_].tolist(), cost[open_].tolist(), strict=True):
            best[a, b] = min(c, best.get((a, b), np.inf))
        rows, columns = np.array(list(best)).T
        graph = csr_array((np.maximum(list(best.values()), TINY_M), (rows, columns)), shape=(n + 1, n + 1))
        reached = dijkstra(graph, indices=n)
        ends = self._to_ends(uv, self.ground.start, edge_m, length, both, towards=False)
        walks = np.full(len(self.ground.start), np.inf)
        np.minimum.at(walks, ends[2], ends[1] + reached[ends[0]] + node_m[ends[0]] / 2)
        self._along(walks, edge_m, length, both)
        walks[walks > REACH_CUTOFF_M.value] = np.inf
        walks[self.ground.there] = 0.0
        return walks

    @staticmethod
    def _to_ends(uv, points, edge_m, length, both, *, towards):
        """Node, metres and row of each way between a point on an edge and the ends of the edge."""
        rows = np.flatnonzero(points.edge >= 0)
        edge, offset = points.edge[rows], points.offset_m[rows]
        rest = np.maximum(length[edge] - offset, 0.0)
        with np.errstate(invalid="ignore"):
            first = np.where(offset > 0, edge_m[edge] * (offset / length[edge]), 0.0)
            second = np.where(rest > 0, edge_m[edge] * (rest / length[edge]), 0.0)
        against = both[edge]
        if towards:  # from the second end back to the goal is against the edge
            second = np.where(against | (rest <= 0), second, np.inf)
        else:
            first = np.where(against | (offset <= 0), first, np.inf)
        line = points.distance_m[rows]
        nodes = np.concatenate([uv[edge, 0], uv[edge, 1]])
        return nodes, np.concatenate([first + line, second + line]), np.concatenate([rows, rows])

    def _along(self, walks, edge_m, length, both):
        """Walks that stay on one edge."""
        goals, start = self.ground.goals, self.ground.start
        for home in np.flatnonzero(np.isin(start.edge, goals.edge[goals.edge >= 0])).tolist():
            for goal in np.flatnonzero(goals.edge == start.edge[home]).tolist():
                ahead, edge = goals.offset_m[goal] - start.offset_m[home], start.edge[home]
                if ahead < 0 and not both[edge]:
                    continue
                part = edge_m[edge] * (abs(ahead) / length[edge]) if ahead else 0.0
                walk = part + goals.distance_m[goal] + start.distance_m[home]
                walks[home] = min(walks[home], walk)

    def met(self, walks):
        """People who meet the standard."""
        return float(self.ground.people[self.ground.there | (walks <= self.ground.limit_m)].sum())


def priced(installed, area_id, persona, standard, top):
    """The report of an area, and its barriers walked by hand: (report, walker, rows of the first barriers)."""
    walker, reach = PERSONAS[persona], REACH_STANDARDS[standard]
    report = barrier_report(installed, area_id, walker, reach, quick=True)
    _, inputs = barrier_inputs(installed, find_area(installed, area_id), walker, reach, BarrierSettings())
    ground = ground_of(inputs, reach)
    ids = [barrier.id for barrier in ground.imposed.barriers]
    return report, ByHand(ground), [ids.index(each.barrier.id) for each in report.barriers[:top]]


@pytest.mark.parametrize(
    ("area_id", "persona", "standard"),
    [
        (ARNOS_GROVE, "wheelchair", "open-space-10min"),
        (ARNOS_GROVE, "any-walker", "open-space-10min"),
        (ARNOS_GROVE, "pushchair", "local-park-400m"),
        (PALMERS_GREEN, "wheelchair", "local-park-400m"),
        (NEWPORT, "wheelchair", "open-space-10min"),
    ],
)
def test_every_price_is_the_same_when_each_barrier_is_taken_away_and_all_is_walked_anew(
    installed, area_id, persona, standard
):
    report, hand, rows = priced(installed, area_id, persona, standard, top=8)
    walker, people, all_stand = PERSONAS[persona], hand.ground.people, np.ones(len(hand.ground.imposed.barriers), bool)
    before = hand.walks(all_stand)
    assert hand.met(before) == pytest.approx(report.reach.meet, abs=1e-6)
    assert hand.met(hand.walks(~all_stand)) == pytest.approx(report.without.meet, abs=1e-6)
    assert report.recoverable == pytest.approx(report.without.meet - report.reach.meet, abs=1e-6)
    assert rows
    for row, each in zip(rows, report.barriers, strict=False):
        standing = all_stand.copy()
        standing[row] = False
        after = hand.walks(standing)
        way = np.isfinite(before) & np.isfinite(after)
        saved_m = float((people[way] * (before[way] - after[way])).sum())
        assert each.single == pytest.approx(hand.met(after) - hand.met(before), abs=1e-6)
        assert each.minutes == pytest.approx(walker.minutes_for(saved_m), rel=1e-6, abs=1e-3)
        assert each.opened == pytest.approx(float(people[np.isinf(before) & np.isfinite(after)].sum()), abs=1e-6)


def test_fair_shares_add_up_and_each_step_of_a_bundle_is_the_best_there_is(installed):
    report, hand, rows = priced(installed, ARNOS_GROVE, "wheelchair", "open-space-10min", top=6)
    assert sum(each.shapley for each in report.barriers) == pytest.approx(report.recoverable, abs=1e-6)
    all_stand = np.ones(len(hand.ground.imposed.barriers), bool)
    before = hand.met(hand.walks(all_stand))
    ids = [barrier.id for barrier in hand.ground.imposed.barriers]
    first = [ids.index(each) for each in report.bundles[0].ids]

    def gain(removed):
        standing = all_stand.copy()
        standing[list(removed)] = False
        return hand.met(hand.walks(standing)) - before

    assert gain(first) == pytest.approx(report.bundles[0].gain, abs=1e-6)
    second = report.bundles[1]
    assert gain([ids.index(each) for each in second.ids]) == pytest.approx(second.gain, abs=1e-6)
    best_next = max(gain({*first, row}) for row in rows)
    assert second.gain == pytest.approx(best_next, abs=1e-6)
