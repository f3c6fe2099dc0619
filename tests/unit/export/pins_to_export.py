"""Ids of the pins that the export tests drop: one of each role, and three that must not be exported."""

from __future__ import annotations

from uuid import UUID

EXACT, SNAPPED, CELL, WAITING, HIDDEN, ELSEWHERE = (UUID(int=number, version=4) for number in range(1, 7))
