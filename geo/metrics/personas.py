"""Walkers that figures are made for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """A walker: how fast they go, and the source of that."""

    id: str
    label: str
    speed_m_per_s: float
    source: str

    def metres_in(self, minutes: float) -> float:
        """How far the persona walks in some minutes.

        >>> ANY_WALKER.metres_in(10)
        798.0
        """
        return round(self.speed_m_per_s * 60.0 * minutes, 6)

    def minutes_for(self, metres: float) -> float:
        """How long the persona walks for some metres."""
        return metres / (self.speed_m_per_s * 60.0)


ANY_WALKER = Persona(
    id="any-walker",
    label="Any walker",
    speed_m_per_s=1.33,
    source="80 metres a minute, as Transport for London's PTAL takes it",
)

PERSONAS: dict[str, Persona] = {persona.id: persona for persona in (ANY_WALKER,)}
