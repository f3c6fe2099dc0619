"""Pins for pictures: nobody said these things. They are simulated, and laid on real streets and in real spaces.

Each line names a place of the installed search index; the pin falls on a way near it or inside it, at a spot drawn
from a fixed seed, so that the same data give the same pins.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import numpy as np
import pandas as pd
from shapely import Point

from geo.crs import LonLat
from geo.services.workspace import Workspace

SEED = 20260726
_NEAR_M = 90.0
_MOST_SPOTS = 6
# West, south, east, north of the two quarters that the pictures show.
CLERKENWELL = (-0.1160, 51.5095, -0.0915, 51.5260)
BOWES = (-0.1507, 51.6003, -0.1009, 51.6225)

_CLERKENWELL_PINS = """
Postman's Park | welcoming w-rest | Benches in the shade, and it is quiet even at noon
Postman's Park | welcoming w-belong | I bring visitors here to read the tiles
Postman's Park | welcoming w-nature | The first blossom in the City
St Botolph's-without-Aldersgate Church | welcoming w-meet | Thursday lunch, everybody talks to everybody
Beech Gardens | welcoming w-nature | Bees, tall grass, not a car to be heard
Beech Gardens | welcoming w-mix | Residents, office workers and tourists on one bench
Lauderdale Place | welcoming w-play | Flat and wide, my daughter learned to ride here
Plaisterers Garden | welcoming w-rest | A seat out of the wind
Lauderdale Place | both w-meet | Lively on weekdays, empty on Sundays
Aldersgate Street | barrier b-cross | Four lanes and a long wait for the green man
Aldersgate Street | barrier b-traffic | Lorries all day, you cannot hear each other
Beech Street | barrier b-traffic | The tunnel: fumes and noise
Beech Gardens | barrier b-step | Steps up from the street, and the lift is out again
Thomas More Highwalk | barrier b-find | I never know which stair leads where
Montague Street | barrier b-cross | Fast traffic off the roundabout
Little Britain | barrier b-surface | Cobbles, hard with a pushchair
Little Britain | both w-nature | Green by day, gates locked at dusk
Museum of London | barrier b-gone | The museum has closed, nothing to go in for
Carthusian Street | welcoming w-safe | Well lit, and people about till late
London Central Markets | welcoming w-belong | Third generation of my family to work at the market
West Smithfield | welcoming w-meet | Chess at the tables on Fridays
West Smithfield | barrier b-works | Hoardings across half the pavement
Charterhouse Square | barrier b-gate | A lovely garden behind a locked gate
Charterhouse Street | barrier b-surface | Bins and scooters, no room for a wheelchair
Cowcross Street | welcoming w-meet | No cars, tables out, people stop and talk
Cowcross Street | both b-traffic | Calm at lunch, taxis nose to tail at six
St Johns Garden | welcoming w-rest | The only bench on my way back from the surgery
Saint John's Churchyard | welcoming w-nature | Lavender and shade
Clerkenwell Green | welcoming w-voice | May Day starts here
Clerkenwell Green | both w-free | Good when the parked vans are gone
Clerkenwell Close | welcoming w-nature | The church garden is open to all
Farringdon Lane | barrier b-rest | Nowhere to sit between the station and the health centre
Farringdon Road | barrier b-cross | You need two goes to get across
Farringdon Road | barrier b-sever | The railway cutting: a long way round to the other side
Turnmill Street | barrier b-rest | No shelter, no seat, no toilet
Clerkenwell Road | barrier b-cross | Cyclists and buses from both sides at once
Clerkenwell Road | barrier b-traffic | I hold my breath here
St John's Square | welcoming w-belong | Our procession has ended here since my childhood
St John's Lane | welcoming w-safe | Slow traffic, shops that know you
Britton Street | barrier b-surface | Pavement too narrow for two
Hatton Garden | welcoming w-mix | Every language on one street
Leather Lane Market | welcoming w-mix | Lunch for a fiver, everyone queues together
Leather Lane Market | welcoming w-meet | Same stallholder for twenty years
Leather Lane | both w-mix | Market by day, deserted after six
Brooke's Market | welcoming w-rest | Quiet corner with a tree
Bourne Estate Playground | welcoming w-play | Children from three schools meet here
Gray's Inn Road | barrier b-cross | The crossing is too far from the bus stop
Gray's Inn Fields | barrier b-gate | Open two hours at lunch, and only if you know
Rosebery Avenue | barrier b-link | The stop was moved, now it is uphill
Mount Pleasant | barrier b-works | Dug up since spring
Holborn Circus | barrier b-cross | Six arms, no clear way over
Holborn Viaduct | barrier b-step | Stairs only, the lift wants a card
Saint Andrew | welcoming w-help | Free advice on Tuesdays
Shoe Lane Library | welcoming w-help | Warm, free, and they help with forms
Shoe Lane Library | welcoming w-free | You can sit all day without buying anything
Fleet Street | barrier b-traffic | Buses a hand's breadth from the kerb
New Bridge Street | barrier b-cross | Wide as a motorway
Ludgate Hill | barrier b-surface | So crowded that you walk in the road
Christchurch Greyfriars Garden | welcoming w-nature | Roses where the pews stood
Festival Gardens | welcoming w-rest | Fountain, benches, drinking water
St Paul's Churchyard | welcoming w-mix | Schools, tourists and us, all on the grass
Paternoster Square | barrier b-rest | Plenty of chairs, all of them belong to a café
Peter's Hill | welcoming w-free | Steps to sit on, no one minds
Carter Lane | welcoming w-safe | Narrow, slow, feels cared for
Upper Thames Street | barrier b-sever | A wall of traffic between us and the river
Upper Thames Street | barrier b-find | Where is the way down to the river?
Paul's Walk | welcoming w-nature | Sunset over the water
Queen Victoria Street | barrier b-cross | The lights change before you are half way
Cleary Garden | welcoming w-nature | Vines on the wall, hardly anyone knows it
Bow Lane | both w-meet | Busy and friendly, but the shutters are down at weekends
Cheapside | barrier b-link | Three buses have gone
Barbican Library | welcoming w-help | The children's corner on wet Saturdays
Lakeside Terrace | welcoming w-meet | You always meet someone by the water
Golden Lane | welcoming w-play | Five-a-side under the lights
Fortune Street Park | welcoming w-play | Sandpit, coffee, other parents
"""

_BOWES_PINS = """
Nightingale Gardens | welcoming w-nature | A strip of green to walk the dog
Nightingale Gardens | both w-play | Good by day, nobody there after dark
Nightingale Road | welcoming w-play | After-school football
Commerce Road | welcoming w-meet | Grandmothers' bench, come and sit
Woodside Park | welcoming w-nature | Old trees, squirrels
The Redeemed Christian Church of God | welcoming w-belong | On Sundays the whole street is singing
Nightingale Road | welcoming w-mix | Parkta herkes birbirine selam verir
Commerce Road | barrier b-rest | Not one bench on the estate side
Commerce Road | barrier b-surface | Broken slabs by the garages
Nightingale Road | barrier b-step | No dropped kerb at the corner
Nightingale Gardens | barrier b-gate | The side gate has been chained since winter
Commerce Road | barrier b-find | Four blocks, no signs
Nightingale Road | barrier b-traffic | A rat run at school time
Bounds Green Road | barrier b-cross | Children run across to the station
Bounds Green Road | barrier b-traffic | Lorries from the North Circular
Bowes Road | barrier b-sever | Six lanes: we are cut in two
Bowes Road | barrier b-traffic | You cannot open a window
Bowes Road | barrier b-cross | The footbridge is a long way round
Green Lanes | welcoming w-mix | Turkish, Greek, Somali, all on one parade
Green Lanes | welcoming w-meet | Tea and talk outside the grocer's
Green Lanes | barrier b-surface | Crates all over the pavement
Brownlow Road | barrier b-link | The bus comes when it likes
Broomfield Park | welcoming w-nature | Ponds, bees, a bandstand
Broomfield Park | welcoming w-voice | The friends of the park meet here and get things done
Millennium Green | welcoming w-rest | Seats in the sun
Millennium Green | barrier b-gate | Half of it is fenced off
High Road Open Space | barrier b-rest | Grass, but nowhere to sit
Friern Barnet Road | barrier b-cross | Long wait, short green
Betstyle Circus | barrier b-cross | No crossing on the side people use
Arnos Park | welcoming w-play | The brook under the arches
Russell Road Community Park | welcoming w-belong | We planted it ourselves
"""


@dataclass(frozen=True, slots=True)
class SimulatedPin:
    """One line of the file that is imported."""

    id: UUID
    place: LonLat
    kind: str
    category: str
    text: str


def simulated_pins(workspace: Workspace) -> list[SimulatedPin]:
    """All pins of both quarters. Raises KeyError where the installed data do not know one of the places."""
    chance = random.Random(SEED)
    spots = _Spots(workspace)
    pins = []
    for lines, bounds in ((_CLERKENWELL_PINS, CLERKENWELL), (_BOWES_PINS, BOWES)):
        for name, kind, category, text in _read(lines):
            place = chance.choice(spots.near(name, bounds, chance))
            identity = UUID(int=chance.getrandbits(128), version=4)
            pins.append(SimulatedPin(identity, place, kind, category, text))
    return pins


def write_pins(pins: list[SimulatedPin], path: Path) -> Path:
    """Write pins as CSV for ``python -m geo pins import``."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "lon", "lat", "kind", "category", "text"])
        writer.writerows([p.id, p.place.lon, p.place.lat, p.kind, p.category, p.text] for p in pins)
    return path


def _read(lines: str) -> Iterator[tuple[str, str, str, str]]:
    for line in lines.strip().splitlines():
        name, answer, text = (part.strip() for part in line.split("|"))
        kind, category = answer.split()
        yield name, kind, category, text


class _Spots:
    """Where a pin about a named place may lie: inside a space, else on a way near it."""

    def __init__(self, workspace: Workspace) -> None:
        self._grid, self._spaces = workspace.grid, workspace.spaces
        self._places = workspace.places.set_index("name")
        networks = [workspace.network(network_id) for network_id in workspace.network_ids]
        self._nodes = np.concatenate([np.asarray(network.node_xy) for network in networks])

    def near(self, name: str, bounds: tuple[float, float, float, float], chance: random.Random) -> list[LonLat]:
        """Spots for a pin about the place `name` within `bounds`; the first rows of its name come first."""
        middle = self._middle(self._places.loc[[name]], bounds, chance)
        inside = self._inside(name, Point(*middle), chance)
        if inside is not None:
            return [inside]
        distance_m = np.hypot(*(self._nodes - middle).T)
        nearest = np.argsort(distance_m, kind="stable")[:_MOST_SPOTS]
        return [
            self._grid.point_to_wgs84(*self._nodes[i]) for i in nearest if distance_m[i] < _NEAR_M or i == nearest[0]
        ]

    def _middle(
        self, rows: pd.DataFrame, bounds: tuple[float, float, float, float], chance: random.Random
    ) -> np.ndarray:
        west, south, east, north = bounds
        known = rows[rows["lon"].between(west, east) & rows["lat"].between(south, north)]
        if known.empty:
            raise KeyError(f"none of the places {rows.index[0]} lies within {bounds}")
        lon, lat = chance.choice(known[["lon", "lat"]].to_numpy().tolist())
        return np.array(self._grid.point_to_bng(LonLat(lon, lat)))

    def _inside(self, name: str, middle: Point, chance: random.Random) -> LonLat | None:
        found = self._spaces[(self._spaces["name"] == name) & ~self._spaces["is_point"]]
        shape = next((shape for shape in found.geometry if shape.distance(middle) < _NEAR_M), None)
        if shape is None:
            return None
        west, south, east, north = shape.bounds
        while True:
            spot = Point(chance.uniform(west, east), chance.uniform(south, north))
            if shape.contains(spot):
                return self._grid.point_to_wgs84(spot.x, spot.y)
