"""Hot spots on real ground: FixMyStreet's counts of reports by census zone, drawn into simulated people in Camden.

Nobody said any of this: the counts are real (mySociety, ODC-By 1.0), the people and their places are drawn from them.
"""

import esda
import libpysal
import numpy as np
import pandas as pd
import pytest
import shapely
from scipy.stats import spearmanr

from geo.bootstrap import Settings, open_workspace
from geo.metrics.cells import hexagons_over, residents_in, size_for
from geo.metrics.hot_spots import gi_star, hot_spots, with_itself
from geo.metrics.one_voice import hot_spots_without_one
from geo.services.areas import find_area
from geo.services.grounds import zones_of

CAMDEN = "E09000007"
PEOPLE = 400


@pytest.fixture(scope="module")
def camden(installed_home, bundle, tmp_path_factory):
    """Hexagons, their residents, the reports that fall to each, and the cell of each simulated person."""
    home = tmp_path_factory.mktemp("home")
    (home / "data").symlink_to(installed_home / "data")
    workspace = open_workspace(
        Settings(home=home, bundle=None, database_url=f"sqlite:///{home / 'common-ground.sqlite'}")
    )
    area = find_area(workspace, CAMDEN)
    cells = hexagons_over(area.geometry, size_for(area.geometry, 250.0))
    residents = residents_in(cells, zones_of(workspace, invented=False))
    counts = pd.read_csv(bundle / "participation" / "fixmystreet_reports_lsoa11_2007_2019.csv", index_col="lsoa11_code")
    zones = workspace.deprivation_zones
    zones = zones[zones["borough_code"] == CAMDEN]
    reports = counts["reports"].reindex(zones.index).fillna(0).to_numpy()
    workspace.store.close()
    random = np.random.default_rng(11)
    rows = []
    for shape in zones.geometry.to_numpy()[random.choice(len(zones), PEOPLE, p=reports / reports.sum())]:
        west, south, east, north = shape.bounds
        while True:
            x, y = random.uniform(west, east), random.uniform(south, north)
            if shapely.contains_xy(shape, x, y):
                break
        rows.append(int(cells.row_of(x, y)[0]))
    spread = residents_in(cells, zones.assign(residents=reports))
    return cells, residents, spread, np.array(rows)


def test_cells_hold_the_borough_and_its_people(camden):
    cells, residents, _, rows = camden
    assert len(cells) > 400
    assert residents.sum() == pytest.approx(210_000, rel=0.01)  # Census 2021: 210,136 in the borough
    assert (rows >= 0).mean() > 0.99


def test_the_z_scores_of_real_cells_are_those_of_another_library(camden):
    cells, residents, spread, _ = camden
    lived = residents >= 10
    rates = spread[lived] / residents[lived]
    near = with_itself(cells)[lived][:, lived]
    beside = [[int(each) for each in near[[row]].indices if each != row] for row in range(len(rates))]
    weights = libpysal.weights.W(dict(enumerate(beside)), silence_warnings=True)
    theirs = esda.G_Local(rates, weights, transform="B", star=True, permutations=0)
    assert gi_star(rates, near) == pytest.approx(theirs.Zs, abs=1e-9)


def test_hot_spots_of_a_sample_lie_where_all_the_reports_are_dense(camden):
    cells, residents, spread, rows = camden
    found = hot_spots(cells, rows, np.arange(len(rows)), residents, draws=1999)
    assert found.withheld is None
    assert 0 < found.significant.sum() < 0.3 * found.tested.sum()
    # The 400 people are a sample of 20,000 reports: where the sample is hot, so are the reports it was drawn from.
    whole = with_itself(cells) @ np.where(found.tested, spread / np.where(found.tested, residents, 1.0), 0.0)
    assert np.median(whole[found.significant]) > 2 * np.median(whole[found.tested])
    assert spearmanr(found.summed[found.tested], whole[found.tested]).statistic > 0.5


def test_one_busy_person_makes_no_pattern_of_people(camden):
    cells, residents, _, rows = camden
    # One tireless person reports from forty cells side by side; sixty others say one thing each.
    start = int(np.argmax(residents))
    nearest = np.argsort(np.hypot(*(cells.centre - cells.centre[start]).T))[:40]
    tireless = np.concatenate([nearest, rows[:60]])
    who = np.concatenate([np.zeros(40, int), 1 + np.arange(60)])
    found = hot_spots(cells, tireless, who, residents, draws=1999)
    alone = hot_spots_without_one(found, tireless, who)
    theirs = found.significant & np.isin(np.arange(len(cells)), nearest)
    assert theirs.any()
    assert alone.rests[theirs].all()
