"""Every figure is in the catalogue, and the catalogue is in the docs."""

import re
from pathlib import Path

import pytest

from geo.metrics.access_figures import AccessSettings
from geo.metrics.catalogue import METRICS
from geo.metrics.disclosure import significant
from geo.metrics.parameters import all_parameters
from geo.metrics.report import Measurement, measured

DOCS = Path(__file__).resolve().parents[3] / "docs" / "metrics.md"


@pytest.mark.parametrize("metric", METRICS.values(), ids=lambda metric: metric.id)
def test_a_metric_says_what_it_is_and_is_explained_in_the_docs(metric):
    for said in (metric.label, metric.unit, metric.question, metric.formula, metric.source, metric.caveats):
        assert said.strip()
    assert metric.needs
    text = DOCS.read_text(encoding="utf-8")
    section = re.search(rf"^### {metric.anchor}\n(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL)
    assert section, f"docs/metrics.md has no section “### {metric.anchor}”"
    for part in ("**Formula**", "**Source**", "**Caveats**", "**Worked example**"):
        assert part in section[1], f"{metric.anchor} lacks {part}"


def test_every_parameter_is_explained_in_the_docs():
    text = DOCS.read_text(encoding="utf-8")
    for name, value in all_parameters(AccessSettings()).items():
        row = re.search(rf"^\| `{name}` \| ([^|]*) \|", text, re.MULTILINE)
        assert row, f"docs/metrics.md does not explain the parameter {name}"
        assert (value if isinstance(value, str) else f"{value:g}") in row[1]


def test_a_measurement_takes_its_words_from_the_catalogue():
    figure = measured("mean_walk_m", 123.456789, n=7, notes=["One.", "", "Two."])
    assert figure == Measurement(
        metric="mean_walk_m", label=METRICS["mean_walk_m"].label, value=123.456789, unit="m", n=7, note="One. Two."
    )
    assert figure.as_dict()["value"] == 123.457


def test_not_known_stays_not_known():
    assert measured("mean_walk_m", None).as_dict() == {
        "metric": "mean_walk_m",
        "label": METRICS["mean_walk_m"].label,
        "value": None,
        "unit": "m",
        "n": None,
        "suppressed": False,
        "note": None,
    }


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.0, 0.0), (1234.5, 1230.0), (0.0012345, 0.00123), (-99.96, -100.0), (float("inf"), float("inf"))],
)
def test_three_digits_are_said(value, said):
    assert significant(value) == said
