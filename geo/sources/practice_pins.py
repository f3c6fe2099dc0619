"""What invented people say of the practice quarter: forty-odd pins, so that a first look has something to show."""

from __future__ import annotations

import hashlib
from uuid import NAMESPACE_URL, uuid5

from geo.crs import NationalGrid
from geo.pins import CollectionMethod, PinDraft
from geo.sources.practice_plan import Junction
from geo.sources.practice_streets import Streets
from geo.surveys import PinKind

_W, _B, _BOTH = PinKind.WELCOMING, PinKind.BARRIER, PinKind.BOTH

# Where (a gate, a crossing or a junction of the plan), metres east and north of it, what, and in whose words.
_SAYINGS: tuple[tuple[str | Junction, float, float, PinKind, str, str], ...] = (
    ("park-south", 30, 40, _W, "w-nature", "You can hear birds over the Parkway here. I come after night shifts."),
    ("park-south", -4, -3, _B, "b-gate", "The gate was locked at half past four and it was still light."),
    ("park-west", 45, 12, _W, "w-play", "My grandchildren race from this gate to the pond."),
    ("park-west", 20, -6, _B, "b-rest", "No bench between the gate and the middle of the park."),
    ("park-east", -60, 25, _W, "w-mix", "Football on Sundays. Anyone can join, and everyone does."),
    ("park-east", -3, 2, _W, "w-free", ""),
    ("park-north", 4, -50, _BOTH, "w-safe", "Lovely by day. After dark there is no light on this path."),
    ("park-north", -2, -20, _B, "b-surface", "Gravel. A wheelchair sinks in after rain."),
    ("park-north", 10, -90, _B, "b-fear", "I will not walk here alone in winter."),
    ("crossing-2", 0, 0, _B, "b-cross", "You get eight seconds. My neighbour with a frame never makes it across."),
    ("crossing-2", 4, 20, _B, "b-traffic", "Lorries all day. You cannot talk while you wait."),
    ("crossing-7", 0, 0, _B, "b-cross", "No lights, no flush kerb, fifty miles an hour. We send the children round."),
    ("crossing-7", -3, 18, _B, "b-step", "The kerb is as high as my wheel."),
    ("crossing-7", 2, -15, _B, "b-sever", "The school is 200 metres away and half an hour on foot."),
    ("underpass", 0, 0, _B, "b-fear", "Nobody sees you in there."),
    ("underpass", -24, 2, _BOTH, "w-belong", "The mural in the underpass is ours. Shame about the puddle under it."),
    ("underpass", 26, -2, _B, "b-find", "There is no sign that this leads anywhere."),
    ("footbridge", 16, 1, _B, "b-step", "Twenty-eight steps up and twenty-eight down, and no lift."),
    ("footbridge", -20, 0, _B, "b-step", "With a pushchair you wait for a stranger to take the other end."),
    ("footbridge", 0, 0, _W, "w-other", "Best place to watch the trains. We wave and the drivers wave back."),
    ("locked", 0, 0, _B, "b-gate", "Perhaps Passage has been perhaps open for three years."),
    ("locked", -12, -14, _B, "b-gone", "This was the way to the market until the gate came."),
    ("square", 22, 20, _W, "w-meet", "Sit long enough and somebody sits down beside you."),
    ("square", 40, 8, _W, "w-rest", "A tap, a tree and a real bench with a back."),
    ("square", 10, 26, _BOTH, "b-rules", "Fine for coffee drinkers. Teenagers are told to move on."),
    ("square", 30, 30, _W, "w-voice", "The tenants' stall is here on market days."),
    ("green", 18, 24, _W, "w-nature", "Long grass in June, crickets and all."),
    ("green", 36, 44, _B, "b-other", "Dogs off the lead everywhere."),
    ((1, 4), 14, 8, _W, "w-belong", "Any faith and none, soup on Fridays."),
    ((3, 4), 10, 9, _W, "w-mix", "Six languages at one fruit stall."),
    ((3, 4), -12, 3, _B, "b-works", "The pavement has been dug up since spring."),
    ((2, 4), -40, 4, _W, "w-help", "The library staff filled in the form with me."),
    ((4, 4), 12, 6, _B, "b-exclude", "Lovely theatre. Tickets cost what I spend on a week of food."),
    ((6, 2), 30, 35, _W, "w-help", "Community centre: lunch club, homework club, somebody to ask."),
    ((6, 3), 5, 20, _W, "w-voice", "We planned the green in this hall and then we planted it."),
    ((7, 6), 15, 12, _W, "w-help", "Open Door is what it says."),
    ((8, 5), -10, 6, _B, "b-link", "One bus an hour, none on Sundays."),
    ((0, 1), 12, 30, _BOTH, "w-free", "The allotments are for members, but they leave the gate open on Saturdays."),
    ((0, 3), 3, -8, _B, "b-surface", "Setts and roots. I take the road instead."),
    ((4, 7), -8, 14, _W, "w-safe", "Neighbours sit out in front. I like walking home this way."),
    ((7, 7), 14, -10, _W, "w-rest", "Pocket Garden: three chairs, and they get moved about all day long."),
    ((1, 0), 20, 6, _B, "b-rest", "From here to the shops there is nowhere to sit down."),
)


_RESIDENTS = 17  # of whom the first six say three or four things, the others two


def _resident(number: int) -> int:
    """Who of the invented residents placed a pin: some have more to say than others, as in life."""
    return number % 4 if number % 3 == 0 else 4 + number % (_RESIDENTS - 4)


def practice_pins(streets: Streets, grid: NationalGrid) -> list[PinDraft]:
    """The same pins on every call: ids, receipts and places follow from their number. Nobody said any of this."""
    drafts = []
    for number, (where, east, north, kind, category, text) in enumerate(_SAYINGS, start=1):
        x, y = streets.gates[where] if isinstance(where, str) else streets.plan.at(streets.plan.junctions[where])
        name = f"practice-quarter pin {number}"
        drafts.append(
            PinDraft(
                id=uuid5(NAMESPACE_URL, name),
                place=grid.point_to_wgs84(x + east, y + north),
                kind=kind,
                category=category,
                text=text,
                receipt=hashlib.sha256(name.encode()).hexdigest()[:32],
                contributor=f"practice-quarter resident {_resident(number)}",
                method=CollectionMethod.INVENTED,
            )
        )
    return drafts
