"""What people can reach on foot: standards, choice, provision, stops."""

from __future__ import annotations

from geo.metrics.catalogue.metric import Metric

ACCESS_METRICS: tuple[Metric, ...] = ()
