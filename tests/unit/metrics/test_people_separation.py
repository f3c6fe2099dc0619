"""How apart groups live and who lives where, worked by hand on the street of six zones and looked at for London."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from people_street import STREET, said, street_deprivation_zones, street_zones, told

from geo.errors import FrameError
from geo.metrics.profile import profile_figures
from geo.metrics.segregation import dissimilarity_by_chance, multigroup_dissimilarity
from geo.metrics.separation import separation_figures
from geo.metrics.zone_shares import zone_shares


@pytest.fixture(scope="module")
def figures():
    return separation_figures(STREET, street_zones())


def test_dissimilarity_of_two_groups(figures):
    # Shares of 150 Asian less shares of 450 White residents: 10/45, 6/45, 2/45, −2/45, −6/45, −10/45; half the sum of
    # their sizes is 18/45. The three groups without anyone change nothing.
    assert said(figures, "dissimilarity_ethnic_group").value == pytest.approx(0.4)
    assert said(figures, "dissimilarity_asian").value == pytest.approx(0.4)
    assert said(figures, "dissimilarity_asian").n == 600
    assert told(figures, "dissimilarity_by_ethnic_group")["white"].value == pytest.approx(0.4)


def test_a_group_spread_evenly_is_not_apart(figures):
    assert said(figures, "dissimilarity_disability").value == pytest.approx(0.0, abs=1e-12)
    assert said(figures, "information_index_disability").value == pytest.approx(0.0, abs=1e-12)
    assert said(figures, "isolation_disabled").value == pytest.approx(20.0)


def test_isolation_and_exposure(figures):
    # 50/150 × 50 % + 40/150 × 40 % + … + 10/150 × 10 % = 5,500 ÷ 150.
    assert said(figures, "isolation_asian").value == pytest.approx(5500 / 150)
    assert said(figures, "isolation_asian").n == 150
    assert "They are 25 % of the residents counted." in said(figures, "isolation_asian").note
    rows = told(figures, "exposure_by_ethnic_group")
    assert rows["asian:white"].value == pytest.approx(100 - 5500 / 150)
    assert rows["asian:white"].value * 150 == pytest.approx(rows["white:asian"].value * 450)
    assert rows["black:asian"].value is None


def test_households_are_counted_for_tenure(figures):
    # Social renters: a third each in zones 0 to 2; of the 225 others 25 each there and 50 in zones 3 to 5:
    # ½ (3 × |1/3 − 1/9| + 3 × 2/9) = 2/3.
    assert said(figures, "dissimilarity_social_rented").value == pytest.approx(2 / 3)
    assert said(figures, "dissimilarity_social_rented").n == 300
    assert said(figures, "isolation_social_rented").value == pytest.approx(50.0)


def test_what_chance_alone_would_show_is_said(figures):
    # √100 in 6 zones; two groups of share ¼ and ¾: √(2 × 3/16 ÷ π) each; ÷ (2 × 600 × 2 × 3/16).
    expected = 60 * 2 * np.sqrt(2 * 3 / 16 / np.pi) / (2 * 600 * 6 / 16)
    assert f"by lot would show about {expected:.2f}" in said(figures, "dissimilarity_asian").note


def test_what_chance_alone_would_show_is_what_chance_shows():
    rng = np.random.default_rng(7)
    sizes, shares = np.array([900, 1500, 400, 2000, 1200]), [0.55, 0.25, 0.2]
    drawn = [multigroup_dissimilarity(rng.multinomial(sizes, shares).astype(float)) for _ in range(2000)]
    expected = dissimilarity_by_chance(np.outer(sizes, shares))
    # The area's own share is drawn along with its zones, which takes a little off where zones are few.
    assert np.mean(drawn) == pytest.approx(expected, rel=0.15)


def test_a_zone_counts_from_half_its_land():
    # From 50 m on, half of zone 0 lies inside; from 51 m on, 49 %.
    inside = separation_figures(shapely.box(50, -50, 600, 50), street_zones())
    assert said(inside, "dissimilarity_asian").n == 600
    outside = separation_figures(shapely.box(51, -50, 600, 50), street_zones())
    assert said(outside, "dissimilarity_asian").n == 500


def test_fewer_than_five_zones_do_not_tell():
    found = separation_figures(shapely.box(0, -50, 400, 50), street_zones())
    assert all(figure.value is None and figure.n is None for figure in found.measurements)
    assert "4 census zones lie at least half in the area; 5 are needed" in said(found, "dissimilarity_asian").note
    assert all(row.value is None for breakdown in found.breakdowns for row in breakdown.rows)


def test_an_area_beyond_the_census_is_not_known():
    for area in (shapely.box(5000, 0, 6000, 500), shapely.box(0, -50, 1000, 50), shapely.Polygon()):
        found = separation_figures(area, street_zones())
        assert said(found, "isolation_white").note == "Not known: no census counts are installed for this area."


def test_no_area_means_every_zone_of_the_table():
    assert said(separation_figures(None, street_zones()), "dissimilarity_asian").value == pytest.approx(0.4)
    nothing = separation_figures(None, street_zones().iloc[:0])
    assert said(nothing, "dissimilarity_asian").value is None


def test_groups_of_fewer_than_ten_are_withheld():
    zones = street_zones()
    zones["eth_black"] = [3.0, 0, 0, 0, 0, 6]
    zones["eth_white"] -= zones["eth_black"]
    found = separation_figures(STREET, zones)
    for metric in ("dissimilarity_black", "isolation_black"):
        assert said(found, metric).suppressed
        assert (said(found, metric).value, said(found, metric).n) == (None, None)
    assert told(found, "exposure_by_ethnic_group")["black:white"].suppressed
    assert told(found, "dissimilarity_by_ethnic_group")["black"].suppressed
    # All groups together are about 600 people: these few do not keep that back.
    assert said(found, "dissimilarity_ethnic_group").value is not None
    # Rows of one group add up to 100 %: what others are exposed to of it goes with that of the next smallest.
    assert told(found, "exposure_by_ethnic_group")["white:black"].suppressed
    assert told(found, "exposure_by_ethnic_group")["white:asian"].suppressed
    assert told(found, "exposure_by_ethnic_group")["white:white"].value is not None
    assert said(found, "isolation_asian").value is not None


@pytest.mark.parametrize("bad", [np.nan, -1.0, "*"])
def test_a_zone_without_a_count_is_not_taken_for_an_empty_one(bad):
    zones = street_zones().astype({"households": object})
    zones.loc[0, "households"] = bad
    found = separation_figures(STREET, zones)
    assert said(found, "dissimilarity_tenure").note == "Not known: the census table has no count for 1 census zone."
    assert said(found, "dissimilarity_asian").value == pytest.approx(0.4)


def test_a_table_of_other_codes_says_what_is_missing():
    zones = street_zones()[["zone_id", "residents", "geometry"]]
    found = separation_figures(STREET, zones)
    assert all(figure.value is None for figure in found.measurements)
    assert "no column eth_asian or eth_black" in said(found, "dissimilarity_asian").note


def test_everyone_of_one_group_has_no_index():
    zones = street_zones()
    zones["eth_white"], zones["eth_asian"] = 100.0, 0.0
    found = separation_figures(STREET, zones)
    assert said(found, "dissimilarity_ethnic_group").note.startswith("Not known: everyone counted is of one group.")
    assert said(found, "isolation_white").value == pytest.approx(100.0)


def test_zones_in_degrees_are_refused():
    with pytest.raises(FrameError):
        separation_figures(STREET, street_zones().set_crs(4326, allow_override=True))


def test_land_shares_of_zones():
    shares = zone_shares(shapely.box(25, -50, 250, 0), street_zones())
    assert shares.row.tolist() == [0, 1, 2]
    assert shares.share == pytest.approx([0.375, 0.5, 0.25])
    assert shares.mostly_in.tolist() == [1]
    assert shares.zoned == pytest.approx(1.0)


def test_a_profile_takes_of_each_zone_the_share_of_its_land():
    # All of zone 0, a quarter of zone 1: 50 + 10 Asian of 125 residents; 25 + 6.25 social renters of 62.5 households.
    found = profile_figures(shapely.box(0, -50, 125, 50), street_zones(), street_deprivation_zones())
    assert said(found, "share_asian").value == pytest.approx(100 * 60 / 125)
    assert said(found, "share_asian").n == 125
    assert said(found, "share_social_rented").value == pytest.approx(50.0)
    # 125 m of the first 2011 zone of 200 m: all of decile 1; 12.5 of 125 are children, and of these 200 × 0.625.
    assert said(found, "share_imd_most_deprived").value == pytest.approx(100.0)
    assert said(found, "share_age_0_15").value == pytest.approx(10.0)
    rows = told(found, "profile_by_age")
    assert [rows[key].value for key in rows] == pytest.approx([10, 60, 30])
    assert [row.n for row in rows.values()] == [12, 75, 38]
    assert sum(row.value for row in told(found, "profile_by_ethnic_group").values()) == pytest.approx(100.0)


def test_a_group_alone_too_small_to_show_takes_the_next_smallest_with_it():
    zones = street_zones()
    zones["eth_mixed"] = [5.0, 0, 0, 0, 0, 0]
    zones["eth_other"] = [15.0, 0, 0, 0, 0, 0]
    zones["eth_white"] -= 20.0
    rows = told(profile_figures(STREET, zones, street_deprivation_zones()), "profile_by_ethnic_group")
    assert [key for key, row in rows.items() if row.suppressed] == ["mixed", "other"]
    assert rows["mixed"].n is None
    assert rows["black"].value == 0.0


def test_two_groups_hide_one_another():
    zones = street_zones()
    zones["disabled_equality_act"] = [4.0, 0, 0, 0, 0, 0]
    found = profile_figures(STREET, zones, street_deprivation_zones())
    assert all(row.suppressed for row in told(found, "profile_by_disability").values())
    assert said(found, "share_disabled").suppressed


def test_slivers_of_other_zones_are_nobody():
    # 0.4 % of the last 2011 zone: under half a person in each decile and age.
    rows = told(
        profile_figures(shapely.box(0, -50, 400.4, 50), street_zones(), street_deprivation_zones()), "profile_by_imd"
    )
    assert rows["decile_10"].value == 0.0
    assert not any(row.suppressed for row in rows.values())


def test_a_profile_of_nobody_or_nowhere_is_not_known():
    empty = street_zones()
    for column in empty.columns.drop(["zone_id", "geometry"]):
        empty[column] = 0.0
    found = profile_figures(STREET, empty, street_deprivation_zones())
    assert said(found, "share_asian").note == "Not known: no one lives here, by the census."
    nowhere = profile_figures(shapely.box(5000, 0, 6000, 500), street_zones(), street_deprivation_zones().iloc[:0])
    assert all(figure.value is None and figure.note for figure in nowhere.measurements)


def test_zones_without_a_count_make_a_profile_unknown_from_two_per_cent_of_the_land():
    zones = street_deprivation_zones()
    zones.loc[2, "imd_decile"] = np.nan
    found = profile_figures(STREET, street_zones(), zones)
    assert "1 census zone" in said(found, "share_imd_most_deprived").note
    assert said(found, "share_age_0_15").value == pytest.approx(20.0)
    little = profile_figures(shapely.box(0, -50, 405, 50), street_zones(), zones)
    assert said(little, "share_imd_most_deprived").value == pytest.approx(50.0)


def test_all_of_london(bundle):
    table = pd.read_csv(bundle / "population" / "london_lsoa21_census2021.csv")
    shapes = gpd.read_file(bundle / "boundaries" / "london_lsoa_2021.gpkg").to_crs(27700)
    code = next(name for name in shapes.columns if shapes[name].astype(str).str.fullmatch(r"E01\d{6}").all())
    zones = shapes.merge(table, left_on=code, right_on=table.columns[0])
    assert len(zones) == 4994
    london = separation_figures(None, zones)
    assert said(london, "dissimilarity_ethnic_group").n == 8_799_810  # the census's own total for London
    # PySAL's segregation gives the same to 12 digits (test_people_against_pysal).
    assert said(london, "dissimilarity_asian").value == pytest.approx(0.3867, abs=5e-5)
    assert all(metric.value is not None for metric in london.measurements)
