"""Sentences of the design bench: the finding, what a figure did, and what its maps say in the browser."""

from __future__ import annotations

from geo.metrics.disclosure import significant
from geo.metrics.scheme_comparison import AppliedChange, SchemeComparison
from geo.schemes import ChangeKind
from ui.figure_words import figure_text
from ui.words import _

FEWEST = 10  # residents; fewer are not told, since they could be known


def swipe_words() -> dict[str, str]:
    """The words of the swipe map, by key."""
    return {
        "swipe.before": _("Before"),
        "swipe.after": _("After"),
        "swipe.handle": _("Where the map turns from before to after"),
        "swipe.at": _("{before} % before, {after} % after"),
        "swipe.which": _("Which side the map shows"),
        "swipe.show_before": _("Before"),
        "swipe.show_both": _("Both"),
        "swipe.show_after": _("After"),
        "swipe.help": _(
            "Arrow keys move the map, plus and minus zoom. The handle after it moves the line between before and after."
        ),
        "swipe.changes": _("What the scheme changes"),
        "swipe.pins": _("What people said gets in the way"),
        "swipe.addressed": _("addressed by the scheme"),
        "swipe.untouched": _("untouched"),
        "swipe.worse": _("made worse"),
    }


def draw_words() -> dict[str, str]:
    """The words of the drawing tool, by key."""
    kinds = {f"draw.kind.{kind.value}": _(kind.label) for kind in ChangeKind}
    return kinds | _how_words() | _list_words()


def _how_words() -> dict[str, str]:
    return {
        "draw.which": _("What would you change?"),
        "draw.how.link": _("Click where the new path begins, then each bend, then where it ends."),
        "draw.how.crossing": _("Click one side of the street, then the other."),
        "draw.how.ramp": _("Click the kerb or the steps; or where the step-free way begins and ends."),
        "draw.how.space": _("Click the corners of the new space; or one place for a community place."),
        "draw.how.close": _("Click along or across what is closed. Three corners or more may be made an area."),
        "draw.how.open": _("Click the gate or wall that is opened; or along the way that is opened."),
        "draw.next": _("{n} set. Click the next place."),
        "draw.next_or_finish": _("{n} set. Click the next place, or press Finish."),
        "draw.by_keys": _("By keys: Enter sets a corner, F finishes, Backspace takes back, Escape stops."),
        "draw.help": _(
            "Choose what to draw, then: arrow keys move the map, plus and minus zoom, Enter sets a corner under the "
            "cross, F finishes, A makes an area, Backspace takes the last corner back, Escape stops. "
            "Without the map, type co-ordinates below."
        ),
        "draw.choose_first": _("First choose what you would change."),
        "draw.too_few_none": _("Nothing is drawn yet. Click the map where it begins."),
        "draw.too_few_more": _("That is too few corners. Click the next place."),
        "draw.added": _("{label} added as number {n}."),
        "draw.undone": _("Taken back."),
        "draw.nothing_to_undo": _("There is nothing to take back."),
        "draw.finish": _("Finish"),
        "draw.area": _("Make it an area"),
        "draw.undo": _("Undo"),
    }


def _list_words() -> dict[str, str]:
    return {
        "draw.list": _("Your changes"),
        "draw.none": _("None yet. Choose what you would change and draw it on the map."),
        "draw.name": _("A name, if you like"),
        "draw.name_of": _("Name of change {n}"),
        "draw.bridge": _("A bridge or underpass: joined at its ends alone"),
        "draw.space_of": _("Kind of space of change {n}"),
        "draw.meaning_of": _("What change {n} means"),
        "draw.show": _("Show"),
        "draw.show_of": _("Show change {n} on the map"),
        "draw.remove": _("Remove"),
        "draw.remove_of": _("Remove change {n}"),
    }


def finding(comparison: SchemeComparison) -> str:
    """What the scheme does, in one sentence."""
    before, after = comparison.before, comparison.after
    if before is None or after is None:
        why = comparison.notes[0] if comparison.notes else ""
        return _("What this would do we don't know yet. {why}").format(why=_(why)).strip()
    standard, who = lower(_(comparison.standard.label)), noun(comparison.counted)
    if comparison.gain < FEWEST and comparison.lose < FEWEST:
        return _nobody(comparison, standard)
    told = []
    if comparison.gain >= FEWEST:
        more = _("{n} more {who} would have {standard}")
        told.append(more.format(n=people(comparison.gain), who=who, standard=standard))
    if comparison.lose >= FEWEST:
        gone = _("{n} {who} would lose it") if told else _("{n} {who} would no longer have {standard}")
        told.append(gone.format(n=people(comparison.lose), who=who, standard=standard))
    return _("{parts}: {after} of {residents} instead of {before}.").format(
        parts=_(", and ").join(told),
        after=people(after.meet),
        residents=people(after.residents),
        before=people(before.meet),
    )


def _nobody(comparison: SchemeComparison, standard: str) -> str:
    walks = walks_told(comparison)
    told = _("As many {who} would have {standard} as now").format(who=noun(comparison.counted), standard=standard)
    return f"{told}{_(', but ') if walks else ''}{walks}."


def walks_told(comparison: SchemeComparison) -> str:
    """Whose walk grows shorter or longer; nothing where too few are."""
    told, who = [], noun(comparison.counted)
    if comparison.closer >= FEWEST:
        told.append(_("{n} {who} would walk less far").format(n=people(comparison.closer), who=who))
    if comparison.farther >= FEWEST:
        told.append(_("{n} {who} would walk farther").format(n=people(comparison.farther), who=who))
    return _(" and ").join(told)


def noun(counted: str) -> str:
    """What stands for people in a comparison: people, or buildings where no census is installed."""
    return {"residents": _("people")}.get(counted) or _(counted)


def amount_told(number: float, counted: str) -> str:
    """A number of people, or of what stands for them."""
    return f"{people(number)} {noun(counted)}"


def change_told(number: int, change: AppliedChange) -> dict[str, str]:
    """A row of the table of changes."""
    took = _("takes effect") if change.took_effect else _("without effect")
    return {
        _("Change"): f"{number}. {_(change.label)}",
        _("Effect"): took,
        _("What became of it"): _(change.told),
    }


def people(number: float) -> str:
    """Residents to the ten, three digits at most; "fewer than 10" for few, "no" for none."""
    if number <= 0:
        return "0"
    if number < FEWEST:
        return f"<{FEWEST}"
    return figure_text(significant(round(number, -1)))


def lower(label: str) -> str:
    """A label for inside a sentence: its first letter small."""
    return label[:1].lower() + label[1:]
