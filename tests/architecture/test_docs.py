"""What the docs name exists."""

from __future__ import annotations

import re
from pathlib import Path

from geo.metrics.catalogue import METRICS

ROOT = Path(__file__).resolve().parents[2]


def test_each_test_that_the_capabilities_name_exists() -> None:
    named = set(re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", (ROOT / "docs/capabilities.md").read_text("utf-8")))
    assert len(named) > 20
    missing = [
        f"{file}::{test}"
        for file, test in sorted(named)
        if not (ROOT / file).exists() or (test and f"def {test}(" not in (ROOT / file).read_text("utf-8"))
    ]
    assert missing == []


def test_each_link_between_the_docs_leads_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)|src=\"([^\"]+)\"", page.read_text("utf-8"))
        for target in target
        if target and "://" not in target and not (page.parent / target).exists()
    ]
    assert broken == []


def test_each_figure_has_its_section() -> None:
    text = (ROOT / "docs/metrics.md").read_text("utf-8")
    headings = {
        re.sub(r"\W+", "_", line.strip("# ").strip("` ")) for line in text.splitlines() if line.startswith("### ")
    }
    assert {metric.anchor.replace("-", "_") for metric in METRICS.values()} <= headings
