"""Whose voices the pins are: people behind them, hot spots, silence."""

from __future__ import annotations

from geo.metrics.catalogue.metric import Metric

VOICE_METRICS: tuple[Metric, ...] = ()
