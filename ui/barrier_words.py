"""What barriers cost, in plain sentences: the finding, the settings behind it, and what there is to say of each."""

from __future__ import annotations

from geo.barriers import Barrier, BarrierSource
from geo.metrics.barrier_report import BarrierReport, BarrierSettings, Bundle, PricedBarrier
from geo.metrics.barrier_standards import ReachStandard
from geo.metrics.barrier_understanding import understood
from geo.metrics.disclosure import too_few_contributors, too_few_residents
from ui.figure_words import figure_text
from ui.words import _

_LEAST_MIN = 0.05
SOMEONE = 0.5  # of people who are spread over homes by their number: less than half a person is nobody


def people_text(people: float) -> str:
    """People to the ten, or "fewer than 10 people": nobody is described as one household.

    >>> people_text(124.6), people_text(3.0), people_text(0.0)
    ('120 people', 'fewer than 10 people', 'nobody')
    """
    if people < SOMEONE:
        return _("nobody")
    if too_few_residents(people):
        return _("fewer than 10 people")
    return _("{n} people").format(n=figure_text(round(people, -1)))


def minutes_text(minutes: float) -> str:
    """Minutes of all residents together: hours where there are many."""
    if minutes >= 120:
        return _("{n} hours").format(n=figure_text(minutes / 60))
    whole = max(1, round(minutes))
    return _("1 minute") if whole == 1 else _("{n} minutes").format(n=whole)


def aim(standard: ReachStandard) -> str:
    """A standard in the middle of a sentence: "a public open space within 10 minutes’ walk"."""
    label = _(standard.label)
    return label[:1].lower() + label[1:]


def keeps_away(report: BarrierReport) -> bool:
    """Whether the barriers keep anyone who lives here from the standard."""
    return report.recoverable is not None and report.recoverable >= SOMEONE


def finding(report: BarrierReport) -> str:
    """What all barriers together cost, in a sentence or two."""
    if report.reach is None or report.recoverable is None:
        return ""
    if report.recoverable < SOMEONE:
        return _("No barrier that we know of keeps anyone who lives here from {aim}.").format(aim=aim(report.standard))
    words = _("of the {residents} who live here would have {aim} again, were every barrier that we know of mended.")
    return words.format(residents=people_text(report.reach.residents), aim=aim(report.standard))


def beside(report: BarrierReport) -> str:
    """Access with barriers beside access without."""
    here, without = report.reach, report.without
    if here is None or without is None:
        return ""
    shares = [_share(each.meet, each.residents) for each in (here, without)]
    told = _("With the barriers {here} of those who live here have it, without them {without}.")
    if shares[0] == shares[1]:
        told = _("{here} of those who live here have it, with the barriers or without.")
    parts = [told.format(here=shares[0], without=shares[1])]
    if here.no_way >= SOMEONE:
        parts.append(_("For {people} there is no way through at all.").format(people=people_text(here.no_way)))
    if here.mean_min is not None and without.mean_min is not None:
        added = here.mean_min - without.mean_min
        if added >= _LEAST_MIN:
            parts.append(_("Barriers add {n} minutes to the average walk.").format(n=f"{added:.1f}"))
    return " ".join(parts)


def settings_words(settings: BarrierSettings) -> str:
    """What was chosen, for beside every result."""
    told = (
        _("at least 1 person told us of")
        if settings.contributors == 1
        else _("at least {n} people told us of").format(n=settings.contributors)
    )
    times = {0.5: _("half of what is given"), 1.0: _("as given"), 2.0: _("twice what is given")}
    penalties = times.get(settings.penalty_times, _("{n} times what is given").format(n=f"{settings.penalty_times:g}"))
    of_map = _("and what the map shows") if settings.with_map else _("and leaves out what the map alone shows")
    return _("Counts barriers that {told}, {of_map}; penalties {penalties}.").format(
        told=told, of_map=of_map, penalties=penalties
    )


def regained(priced: PricedBarrier, standard: ReachStandard) -> str:
    """What mending one barrier alone does."""
    if priced.single < SOMEONE:
        if priced.shapley >= SOMEONE:
            return _("Alone it gives nobody {aim} again; together with others it does.").format(aim=aim(standard))
        return _("Walks get shorter by it, but nobody gains {aim}.").format(aim=aim(standard))
    people = people_text(priced.single)
    return _("{people} would have {aim} again.").format(people=people[:1].upper() + people[1:], aim=aim(standard))


def alone_text(priced: PricedBarrier) -> str:
    """People who regain the standard if it alone is mended, with how sure that is."""
    said, low, high = (people_text(each) for each in (priced.single, priced.low, priced.high))
    if low == high:
        return said
    return _("{people} ({low} to {high})").format(
        people=said, low=_("nobody") if priced.low < SOMEONE else _number(priced.low), high=_number(priced.high)
    )


def share_text(priced: PricedBarrier) -> str:
    """The fair share, with its standard error where there is one to speak of."""
    said = people_text(priced.shapley)
    error = round(priced.shapley_error, -1)
    return _("{people} ± {n}").format(people=said, n=figure_text(error)) if error >= 10 else said


def joined(priced: PricedBarrier, bundles: tuple[Bundle, ...]) -> float | None:
    """People more by mending it when its turn in the best bundle comes; None where it is in none.

    Where several join in one step, the step is parted evenly among them: none gains anything without the others.
    """
    if priced.in_bundle is None:
        return None
    before: Bundle | None = None
    for bundle in sorted(bundles, key=lambda each: each.size):
        if priced.barrier.id in bundle.ids:
            gained = bundle.gain - (before.gain if before else 0.0)
            return gained / max(1, len(bundle.ids) - (len(before.ids) if before else 0))
        before = bundle
    return None


def together_text(priced: PricedBarrier, bundles: tuple[Bundle, ...]) -> str:
    """What it adds in the best bundle, and at which place in it."""
    added = joined(priced, bundles)
    if added is None:
        return _("not in the best bundle")
    return _("{people} more, as number {n}").format(people=people_text(added), n=priced.in_bundle)


def facts(priced: PricedBarrier) -> list[str]:
    """What else mending it alone does."""
    told = []
    if priced.opened >= SOMEONE:
        told.append(
            _("{people} with no way through would have a way.").format(people=_capital(people_text(priced.opened)))
        )
    if priced.minutes > 0:
        told.append(
            _("One walk there each: {minutes} shorter, all who live here together.").format(
                minutes=minutes_text(priced.minutes)
            )
        )
    return told


def evidence(barrier: Barrier) -> list[str]:
    """What a barrier rests on. People are counted from five upwards only."""
    known, told = barrier.evidence, []
    if known.pins:
        pins = _("1 pin") if len(known.pins) == 1 else _("{n} pins").format(n=f"{len(known.pins):,}")
        people = (
            _("by fewer than 5 people")
            if too_few_contributors(known.contributors)
            else _("by {n} people").format(n=f"{known.contributors:,}")
        )
        told.append(_("Told in {pins} {people}.").format(pins=pins, people=people))
    if known.against:
        against = len(known.against)
        told.append(
            _("1 pin says the opposite of this place.")
            if against == 1
            else _("{n} pins say the opposite of this place.").format(n=f"{against:,}")
        )
    where = ", ".join(known.osm[:3])
    if barrier.source is BarrierSource.MAP:
        told.append(
            _("On the map as {where}. Nobody has told us of it.").format(where=where)
            if where
            else _("Nobody has told us of it.")
        )
    elif known.tags:
        tags = ", ".join(known.tags)
        told.append(_("The map says {tags} ({where}).").format(tags=tags, where=where or _("nearby")))
    return told


def known_from(barrier: Barrier) -> str:
    """At a glance: from people, or from the map alone; and whether an officer corrected it."""
    known = _("Told by people") if barrier.source is BarrierSource.PINS else _("Known from the map")
    return known if barrier.corrected is None else _("{known}, corrected by an officer").format(known=known)


def before(barrier: Barrier) -> list[str]:
    """How the rules had understood it, where an officer corrected that."""
    return [] if barrier.original is None else [_(each) for each in understood(barrier.original)]


def _share(part: float, whole: float) -> str:
    return _("not known") if whole <= 0 else _("{n} %").format(n=figure_text(100.0 * part / whole))


def _number(people: float) -> str:
    return _("fewer than 10") if too_few_residents(people) else figure_text(round(people, -1))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
