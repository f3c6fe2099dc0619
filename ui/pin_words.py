"""What the map asks and says where a writer says more of a place, or draws a line or an area."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geo.drawn_shapes import MAX_VERTICES
from geo.surveys import Affected, FeltEffect, Hours, Knowledge, PinKind, Severity
from ui.words import _

_Answer = FeltEffect | Affected | Hours | Severity | Knowledge
_OF_BARRIERS = (PinKind.BARRIER, PinKind.BOTH)


def saying_words() -> dict[str, str]:
    """The words, by key."""
    return {
        "said.title": _("Say more (you can skip all of it)"),
        "said.help": _("One tap each. Tap again to take an answer back."),
        "said.until": _("Last day of the works, if you know it"),
        "said.ends": _("until {day}"),
        "understood.title": _("How we understood your pin"),
        "shape.title": _("Draw a line or an area"),
        "shape.help_touch": _("Tap the map along the road, the wall or the edge: each tap is a point."),
        "shape.help_keys": _(
            "Click the map along the road, the wall or the edge. With the keyboard: arrow keys move the map, Enter "
            "adds a point at the cross."
        ),
        "shape.help_spoken": _(
            "Move the map with the arrow keys and press Enter to add a point at the cross. The buttons in the panel "
            "take back the last point and finish."
        ),
        "shape.offer": _("Does it cut people off along its length, or is it a whole area?"),
        "shape.points.one": _("{n} point, {metres} m"),
        "shape.points.other": _("{n} points, {metres} m"),
        "shape.add": _("A point here, at the cross"),
        "shape.undo": _("Take back the last point"),
        "shape.as_line": _("Finish as a line"),
        "shape.as_area": _("Finish as an area"),
        "shape.line": _("The line you drew: {metres} m"),
        "shape.area": _("The area you drew: {metres} m around"),
        "shape.again": _("Draw it again"),
        "shape.leave_out": _("Leave it out"),
        "shape.go_on": _("Go on drawing"),
        "shape.begun": _("Your drawing is not finished."),
        "shape.finish_first": _("Your drawing is not finished. Finish it, or leave it out, then save."),
        "shape.kept": _(
            "The pin stands in the middle of what you drew. To move it, draw again or leave the drawing out."
        ),
        "shape.most": _("A drawing has at most {n} points. Finish it, or take some back.").replace(
            "{n}", str(MAX_VERTICES)
        ),
        "shape.too_long": _("A drawing is at most 20 km long. Take back the last point, or draw a part of it."),
        "shape.crosses": _(
            "The outline crosses itself. Take back the points where it does, or finish it as a line. Nothing is lost."
        ),
        "shape.note": _("Shown as you drew it, to within about 5 metres."),
        "shape.note_sensitive": _("What you drew is not shown to anyone but a moderator."),
        "pin.drawn": _("Shown as it was drawn, to within about 10 metres."),
    }


def detail_questions() -> list[dict[str, Any]]:
    """The questions that may be skipped, with their answers; `kinds` says for which pins each is asked."""
    return [
        _question("felt", _("What does it do to you?"), tuple(FeltEffect), _OF_BARRIERS),
        _question("affects", _("Who does it affect?"), tuple(Affected), _OF_BARRIERS, several=True),
        _question("hours", _("When is it there?"), tuple(Hours), _OF_BARRIERS),
        _question("severity", _("How bad is it?"), tuple(Severity), _OF_BARRIERS),
        _question("knowledge", _("How do you know the place?"), tuple(Knowledge), tuple(PinKind)),
    ]


def _question(
    name: str, question: str, answers: Sequence[_Answer], kinds: tuple[PinKind, ...], *, several: bool = False
) -> dict[str, Any]:
    choices = [{"code": answer.value, "label": _(answer.label)} for answer in answers]
    asked_of = [kind.value for kind in kinds]
    return {"name": name, "question": question, "several": several, "kinds": asked_of, "answers": choices}
