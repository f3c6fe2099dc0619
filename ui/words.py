"""Every word of ours that a person reads on a screen, ready for translation.

Python's own strings pass through `_` where they stand. What the browser's code says it takes from `map_words`, by
key; a text that depends on a number has one key for each plural form (Unicode CLDR names: one, other …).
"""

from __future__ import annotations

import gettext
import hashlib
import json
from functools import cache
from typing import Any

from geo.pins import MAX_TEXT_CHARACTERS
from geo.spaces import SPACE_KINDS
from geo.surveys import CATEGORIES, PinKind

LANGUAGE = "en"
_catalogue = gettext.NullTranslations()


def _(text: str) -> str:
    """A text of ours in the reader's language."""
    return _catalogue.gettext(text)


def map_words() -> dict[str, str]:
    """All that the map says, by key."""
    from ui.design_words import draw_words, swipe_words  # they are told by `_`, which stands here
    from ui.pin_words import saying_words

    own = _frame_words() | _adding_words() | _after_words() | _looking_words() | _sort_words()
    return own | saying_words() | swipe_words() | draw_words()


@cache
def map_setup() -> tuple[bytes, str]:
    """Words, kinds and categories for the browser as JSON, and a digest for its address."""
    from ui.pin_words import detail_questions

    setup: dict[str, Any] = {
        "words": map_words(),
        "details": detail_questions(),
        "max_text": MAX_TEXT_CHARACTERS,
        "kinds": [{"code": kind.value, "label": _(kind.label)} for kind in PinKind],
        "categories": [
            {"code": c.code, "kind": c.kind.value, "label": _(c.label), "sensitive": c.sensitive}
            for c in CATEGORIES.values()
        ],
        "space_kinds": [
            {"code": k.code, "label": _(k.label), "plural": _(k.plural), "group": k.group.value}
            for k in SPACE_KINDS.values()
        ],
    }
    content = json.dumps(setup, ensure_ascii=False, separators=(",", ":")).encode()
    return content, hashlib.sha256(content).hexdigest()[:12]


def _frame_words() -> dict[str, str]:
    return {
        "back": _("Back"),
        "cancel": _("Cancel"),
        "close": _("Close"),
        "copied": _("Copied"),
        "copy_failed": _("It could not be copied. Select it and copy it by hand."),
        "today": _("today"),
        "panel.label": _("What do you want to do?"),
        "map.label": _("Map of London"),
        "map.help": _(
            "Arrow keys move the map, plus and minus zoom. Enter chooses the place under the cross in the middle. "
            "The same is to be had without the map: find a place by name above, or open the list."
        ),
        "map.zoom_in": _("Zoom in"),
        "map.zoom_out": _("Zoom out"),
        "map.credits": _("© Crown copyright and others"),
        "map.credits_osm": _("© OpenStreetMap contributors, Crown copyright and others"),
        "map.practice": _("Practice data: this quarter is invented."),
        "map.metres": _("{n} m"),
        "map.kilometres": _("{n} km"),
        "offline.waiting.one": _(
            "No connection. Your pin is safe on this device and is sent when the connection is back."
        ),
        "offline.waiting.other": _(
            "No connection. Your {n} pins are safe on this device and are sent when the connection is back."
        ),
        "offline.kept.one": _("Your pin is safe on this device and is sent again by itself."),
        "offline.kept.other": _("Your {n} pins are safe on this device and are sent again by themselves."),
        "offline.none": _("No connection. You can go on: what you add is kept on this device until it can be sent."),
        "search.label": _("Find a place"),
        "search.placeholder": _("Street, place or ward"),
        "search.results": _("Places found"),
        "search.found.one": _("{n} place found. Use the arrow keys and Enter to choose."),
        "search.found.other": _("{n} places found. Use the arrow keys and Enter to choose."),
        "search.none": _("Nothing found for “{text}”. Try a street, park, station or ward nearby."),
        "search.failed": _("The search has no connection just now. Move the map by hand, or try again."),
        "search.gone": _("The map shows {name}."),
        "layers.title": _("What the map shows"),
        "layers.pins": _("What people said"),
        "layers.by_category": _("By subject"),
        "layers.areas": _("Areas"),
        "layers.spaces": _("Public spaces"),
        "layers.open_spaces": _("Open spaces, by kind"),
        "layers.community_places": _("Community places, by kind"),
        "layers.base": _("Base map"),
        "layers.streets": _("Streets, water and green"),
    }


def _adding_words() -> dict[str, str]:
    return {
        "home.question_welcome": _("Where do you feel welcome?"),
        "home.question_barrier": _("What gets in the way?"),
        "home.list": _("Show as a list"),
        "home.count.one": _("{n} pin so far"),
        "home.count.other": _("{n} pins so far"),
        "home.draft": _("You began to say something here before. It is still on this device."),
        "home.draft_go_on": _("Go on with it"),
        "home.draft_drop": _("Throw it away"),
        "kind.welcoming.say": _("I feel welcome here"),
        "kind.barrier.say": _("Something gets in the way"),
        "kind.both.say": _("Both, depending on the time"),
        "place.title": _("Where is it?"),
        "place.help_touch": _("Tap the map at the place. Or move the map until the place is under the cross."),
        "place.help_keys": _(
            "Click the map at the place. With the keyboard: arrow keys move the map, Enter puts the pin at the cross."
        ),
        "place.help_spoken": _(
            "Move the map with the arrow keys and press Enter at the place, or go back to the search above."
        ),
        "place.use_cross": _("Here, at the cross"),
        "place.outside": _("That place is outside Greater London. Please choose one inside."),
        "category.title.welcoming": _("What makes it welcoming?"),
        "category.title.barrier": _("What gets in the way?"),
        "category.title.both": _("What is it about?"),
        "words.title": _("In your words"),
        "words.label": _("What should people know?"),
        "words.help": _("One line, if you like. Please leave out names, telephone numbers and addresses."),
        "words.counter": _("{used} of {most}"),
        "words.preview": _("This is what the public will see"),
        "words.note": _(
            "Shown where you put it if that is a street or a public space; beside homes, on the nearest street."
        ),
        "words.note_sensitive": _(
            "Shown only after a moderator has looked, and only to within about 180 metres, never the exact place."
        ),
        "words.save": _("Save"),
        "private.found": _("Everyone will be able to read this. It looks as if there is {what} in it."),
        "private.mask": _("Hide it"),
        "private.email": _("an e-mail address"),
        "private.link": _("a link"),
        "private.phone": _("a telephone number"),
        "private.postcode": _("a full postcode"),
        "private.plate": _("a number plate"),
    }


def _after_words() -> dict[str, str]:
    return {
        "saved.title": _("Thank you"),
        "saved.receipt": _("Your receipt code"),
        "saved.receipt_help": _(
            "It is shown this once. Whoever has it can change or withdraw this pin, so keep it if you may want to:"
        ),
        "saved.receipt_link": _("change or withdraw a pin"),
        "saved.copy": _("Copy"),
        "saved.another": _("Add another"),
        "saved.more": _("Mark more places like this"),
        "status.sending": _("Sending …"),
        "status.waiting": _("Safe on this device. It is sent by itself when the connection is back."),
        "status.published": _("Saved. Everyone can see it now."),
        "status.published_where": _("Saved in {where}. Everyone can see it now."),
        "status.pending": _("Saved. A moderator looks at it first; then everyone can see it."),
        "more.title": _("More of the same"),
        "more.help": _("Each tap on the map, or Enter at the cross, adds one. They are saved as you go."),
        "more.count.one": _("{n} more added, {waiting} still being sent."),
        "more.count.other": _("{n} more added, {waiting} still being sent."),
        "more.done": _("Done"),
        "sitting.title.one": _("{n} pin you added in this sitting"),
        "sitting.title.other": _("{n} pins you added in this sitting"),
        "sitting.help": _("The codes are on this page only and are gone when you close it."),
        "sitting.copy_all": _("Copy all codes"),
        "refused.title": _("This pin was not saved."),
        "refused.mend": _("Look at it again"),
        "refused.drop": _("Throw it away"),
    }


def _looking_words() -> dict[str, str]:
    return {
        "here.title": _("This place"),
        "here.said.one": _("{n} thing said here"),
        "here.said.other": _("{n} things said here"),
        "here.report": _("read the report"),
        "here.nowhere": _("This place is outside Greater London."),
        "here.add": _("What is it like for you here?"),
        "here.hectares": _("{n} ha"),
        "pin.only_you": _("Only you see it, on this page."),
        "pin.in_a_square": _("The exact place is not shown: it lies within about {metres} metres of the mark."),
        "pin.snapped": _("Shown on the nearest street, not at the exact place."),
        "list.title": _("The map as a list"),
        "list.help": _("What the map shows just now. Move the map or find a place to list another part of London."),
        "list.back": _("Back to the questions"),
        "list.said.one": _("{n} thing people said"),
        "list.said.other": _("{n} things people said"),
        "list.places.one": _("{n} named public space"),
        "list.places.other": _("{n} named public spaces"),
        "list.show": _("Show on the map"),
        "list.more": _("Show more"),
        "look.nothing": _("There is nothing of this to show here."),
        "look.spaces": _("public open space"),
        "look.failed": _("The map could not be loaded. Load the page again."),
        "access.public": _("open to the public"),
        "access.restricted": _("with conditions: customers, members, a fee or a permit"),
        "access.private": _("private"),
        "access.unknown": _("who may go in is not known"),
    }


def _sort_words() -> dict[str, str]:
    """The sorts of places that the search and the map tell apart."""
    return {
        "sort.borough": _("Borough"),
        "sort.ward": _("Ward"),
        "sort.regeneration": _("Regeneration area"),
        "sort.town-centre": _("Town centre"),
        "sort.site": _("Project site"),
        "sort.station": _("Station"),
        "sort.space": _("Public space"),
        "sort.street": _("Street"),
        "sort.place": _("Place"),
    }
