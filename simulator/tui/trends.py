"""What the progress screen shows of a report: its lines, its charts, and what is behind each number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from statistics import fmean
from textwrap import wrap

from simulator import when
from simulator.progress.change import LEAST, Change, Difference
from simulator.progress.report import CALMER, FORECAST, NERVES, Best, Report, value
from simulator.progress.sitting import Answered, Sitting
from simulator.progress.weeks import monday_of
from simulator.scoring.card import FLUENCY, PREPAREDNESS
from simulator.text import plain, short_line
from simulator.tui import agreeing
from simulator.tui.widgets.bars import TEXT_WIDTH, score_text
from simulator.tui.widgets.choices import LABEL_WIDTH, Row
from simulator.tui.widgets.trend import Drawn

IN_WORDS = "in words"
CHANGE, COMPETENCY, BEST = "change:", "competency:", "best:"
"""What the keys of rows begin with."""

SHADES = " ░▒▓█"
"""Of a score, in steps of 20, so that a heat map is read at a glance; the number stands beside it."""

WEEKS_SHOWN = 6
CELL = 7

NERVES_MOST = 10.0

WORDS = {"up": "up", "down": "down", "no change": "no clear change", "too few": "too few to say"}


def name_text(name: str) -> str:
    names = {NERVES: "nerves before", CALMER: "nerves after, less before", FORECAST: "scores, less forecasts"}
    return names.get(name, name.replace("_", " "))


# Rows


def rows(report: Report, today: datetime) -> list[Row]:
    if not report.sessions:
        return []
    found = [Row(IN_WORDS, "In words", "what has changed, and what only varies")]
    for total, parts in (("fluency", FLUENCY), ("preparedness", PREPAREDNESS)):
        found += [
            _change_row(report, total, ""),
            *(_change_row(report, name, "  ") for name in parts if name in report.changes),
        ]
    if NERVES in report.changes:
        found += [_change_row(report, NERVES, "")]
    found += [_difference_row(name, each) for name, each in report.differences.items() if each.count]
    found += agreeing.rows(report)
    return [*found, *_best_rows(report.bests, today), *_map_rows(report, found)]


def _change_row(report: Report, name: str, indent: str) -> Row:
    return Row(f"{CHANGE}{name}", f"{indent}{name_text(name)}", change_text(report, name))


def change_text(report: Report, name: str) -> str:
    """`up                52 to 71, 14 sessions`."""
    each = report.changes[name]
    word = WORDS[each.verdict]
    if each.verdict == "too few":
        return f"{word:<16} {_sessions(each.count)}" if each.count else "not scored yet"
    if each.verdict == "no change":
        known = [found for sitting in report.sittings if (found := value(sitting, name)) is not None]
        return f"{word:<16} about {fmean(known):.0f}, give or take {each.spread:.0f}"
    return f"{word:<16} {_shown(name, each.first)} to {_shown(name, each.last)}, {_sessions(each.count)}"


def _shown(name: str, number: float) -> str:
    return f"{min(max(number, 0.0), NERVES_MOST if name == NERVES else 100.0):.0f}"


def _difference_row(name: str, each: Difference) -> Row:
    word = "too few to say" if each.verdict == "too few" else "about the same" if each.verdict == "no change" else ""
    by = "" if each.verdict == "too few" else f"{each.mean:+.1f} on average"
    return Row(
        f"{CHANGE}{name}",
        name_text(name),
        f"{word or by:<16} {by if word else ''}{', ' if word and by else ''}{_sessions(each.count)}",
    )


def _sessions(count: int) -> str:
    return "1 session" if count == 1 else f"{count:,} sessions"


def _best_rows(bests: Sequence[Best], today: datetime) -> list[Row]:
    if not bests:
        return []
    return [
        Row(),
        Row(None, "Best so far"),
        *(
            Row(
                f"{BEST}{number}",
                f"{best.what} {best.score:.0f}",
                f"{when.day_of(best.at.date().toordinal(), today)}, {_where(best)}",
            )
            for number, best in enumerate(bests)
        ),
    ]


def _where(best: Best) -> str:
    return _quoted(best.question) if best.question else "a whole session"


def _quoted(question: str) -> str:
    return f"“{' '.join(question.split())}”"


def _map_rows(report: Report, above: Sequence[Row]) -> list[Row]:
    """Competency by week, the newest weeks; the weakest competency, by its newest week, first."""
    if not report.map:
        return []
    weeks = sorted({monday for cells in report.map.values() for monday in cells})[-WEEKS_SHOWN:]
    kept = {name: cells for name, cells in report.map.items() if any(monday in cells for monday in weeks)}
    named = [*(row.label for row in above), *(f"{each.what} 100" for each in report.bests), *kept]
    width = min(max(len(plain(each)) for each in named), LABEL_WIDTH)
    head = "".join(f"{_short(monday):<{CELL}}" for monday in weeks)
    return [
        Row(),
        Row(None, "Preparedness by competency, week by week"),
        Row(None, f"{' ' * (width + 5)}{head}".rstrip()),
        *(
            Row(
                f"{COMPETENCY}{name}",
                short_line(name, LABEL_WIDTH),
                "".join(f"{_cell(cells.get(monday)):<{CELL}}" for monday in weeks).rstrip() or " ",
            )
            for name, cells in sorted(kept.items(), key=lambda each: (each[1][max(each[1])], each[0]))
        ),
    ]


def _short(monday: date) -> str:
    return f"{monday.day} {monday:%b}"


def _cell(score: float | None) -> str:
    return "·" if score is None else f"{shade(score)} {score:.0f}"


def shade(score: float) -> str:
    return SHADES[min(max(round(score) // 20, 0), len(SHADES) - 1)]


# In words


def words(report: Report) -> str:
    """All that is said, one sentence a line."""
    return "\n".join([*report.sentences, *days(report)])


def days(report: Report) -> Iterator[str]:
    """Days are counted up and never missed."""
    if report.sessions and report.days:
        run = f"; your longest run is {report.run} days" if report.run > 1 else ""
        yield f"You practised on {report.days} of the last 7 days{run}."
    elif report.run > 1:
        yield f"Your longest run is {report.run} days. A rest is part of practice."


# Charts


def drawn(report: Report, key: str, weekly: bool, today: datetime) -> Drawn:
    """The chart of a row."""
    sittings = report.sittings
    if not sittings:
        return Drawn()
    begins, ends = day(sittings[0].at, today), day(sittings[-1].at, today)
    by = "by week" if weekly else "by session"

    def series(read: Callable[[Sitting], float | None]) -> tuple[float | None, ...]:
        return _by_week(sittings, read) if weekly else tuple(read(each) for each in sittings)

    def only(name: str) -> Drawn:
        known = [each for each in sittings if value(each, name) is not None]
        if not known:
            return Drawn(f"{name_text(name).capitalize()}: not scored yet")
        found = tuple(value(each, name) for each in known)
        return Drawn(
            f"{name_text(name).capitalize()} {by}",
            _by_week(known, lambda each: value(each, name)) if weekly else found,
            line=_line(report.changes[name], [each for each in found if each is not None]),
            most=NERVES_MOST if name == NERVES else 100.0,
            begins=day(known[0].at, today),
            ends=day(known[-1].at, today),
        )

    kind, _, name = key.partition(":")
    match f"{kind}:" if name else kind:
        case agreeing.AGREEMENT:
            return agreeing.drawn(report, name, today)
        case "change:" if name == CALMER:
            return Drawn(f"Nerves {by}: ● after, ○ before", series(lambda each: each.nerves_after),
                         series(lambda each: each.nerves_before), most=NERVES_MOST, begins=begins, ends=ends)  # fmt: skip
        case "change:" if name == FORECAST:
            return Drawn(
                f"Scores and forecasts {by}: ● score, ○ forecast",
                series(lambda each: each.compared.score if each.compared else None),
                series(lambda each: each.compared.forecast if each.compared else None),
                begins=begins,
                ends=ends,
            )
        case "change:":
            return only(name)
        case "best:":
            return only(report.bests[int(name)].what)
        case "competency:":
            cells = report.map[name]
            return Drawn(
                f"Preparedness in {name} by week",
                _weeks(cells),
                begins=day(min(cells), today),
                ends=day(max(cells), today),
            )
        case _:
            both = f"Fluency and preparedness {by}: ● fluency, ○ preparedness"
            return Drawn(
                both,
                series(lambda each: each.fluency),
                series(lambda each: each.preparedness),
                begins=begins,
                ends=ends,
            )


def _line(change: Change, values: Sequence[float]) -> tuple[float, float] | None:
    """The fitted line of a change, the mean where nothing has changed, nothing where it is too early to say."""
    if change.verdict == "too few":
        return None
    if change.verdict == "no change":
        return fmean(values), fmean(values)
    return change.first, change.last


def _by_week(sittings: Sequence[Sitting], read: Callable[[Sitting], float | None]) -> tuple[float | None, ...]:
    cells: dict[date, list[float]] = {}
    for each in sittings:
        if (number := read(each)) is not None:
            cells.setdefault(monday_of(each.at.date()), []).append(number)
    return _weeks({monday: fmean(numbers) for monday, numbers in cells.items()})


def _weeks(cells: Mapping[date, float]) -> tuple[float | None, ...]:
    """One place for each week from the first to the last, whether there was practice or not."""
    if not cells:
        return ()
    count = (max(cells) - min(cells)).days // 7
    return tuple(cells.get(min(cells) + timedelta(weeks=number)) for number in range(count + 1))


def day(at: date, today: datetime) -> str:
    return when.day_of(at.toordinal(), today)


# Behind a number


def behind(report: Report, name: str) -> str:
    """How it was found, with the numbers that it was found by."""
    if name in report.differences:
        return _behind_difference(name, report.differences[name])
    each = report.changes[name]
    if each.verdict == "too few":
        return f"{_sessions(each.count)} with this number so far. Two or three points always look like a trend; from {LEAST} on it can be told."
    scale = "0 to 10" if name == NERVES else "0 to 100"
    return "\n\n".join(
        (
            f"{_sessions(each.count)}. A straight line through them goes from {each.first:.1f} to {each.last:.1f} ({scale}); single sessions lie"
            f" {each.spread:.1f} off it (residual standard deviation).",
            f"{_chance(each.p)} {_counts(each)}",
            f"The line is fitted by least squares through the sessions in their order. Its slope by its standard error is Student's t with {each.count - 2} degrees"
            " of freedom, one-sided. The more numbers one looks at, the more would change by chance, so each has to be the clearer"
            " (Holm 1979 among the parts of a total): a page where nothing has changed says that something is better in fewer than 5 of 100 cases.",
        )
    )


def _chance(p: float) -> str:
    if p < 0.0001:
        return "If nothing had changed, so clear a slope would come up in fewer than 1 of 10,000 cases."
    return f"If nothing had changed, so clear a slope would come up in {_share(p)} cases (p = {p:.2g})."


def _share(p: float) -> str:
    return (
        f"about {p * 100:.0f} of 100"
        if p >= 0.02
        else f"about {p * 1000:.0f} of 1,000"
        if p >= 0.002
        else f"about {p * 10_000:.0f} of 10,000"
    )


def _counts(each: Change | Difference) -> str:
    what = "It counts as a change" if each.verdict in ("up", "down") else "It would count as a change"
    return f"{what} at p = {each.limit:.2g} or less."


def _behind_difference(name: str, each: Difference) -> str:
    what = (
        "Nerves after a rehearsal less nerves before it"
        if name == CALMER
        else "Scores less forecasts, fluency and preparedness together"
    )
    if each.verdict == "too few":
        return f"{what}: {_sessions(each.count)} with both numbers so far. From {LEAST} on it can be told whether they differ."
    return "\n\n".join(
        (
            f"{what}: {each.mean:+.1f} on average over {_sessions(each.count)}; single sessions differ from that by {each.spread:.1f} (standard deviation).",
            f"{_chance(each.p).replace('had changed', 'differed').replace('slope', 'difference')} {_counts(each).replace('a change', 'a difference')}",
            f"The mean by its standard error is Student's t with {each.count - 1} degrees of freedom, one-sided.",
        )
    )


def measured(report: Report, name: str, today: datetime) -> list[Row]:
    """Each session with its number, the newest first; the key is its folder."""
    found = []
    for each in reversed(report.sittings):
        text = _measured(each, name)
        if text:
            found.append(Row(each.id, when.ago(each.at.isoformat(), today), text))
    return found


def _measured(sitting: Sitting, name: str) -> str:
    if name == CALMER:
        before, after = sitting.nerves_before, sitting.nerves_after
        return f"{before} before, {after} after" if before is not None and after is not None else ""
    if name == FORECAST:
        found = sitting.compared
        return f"forecast {found.forecast:.0f}, score {found.score:.0f}" if found is not None else ""
    number = value(sitting, name)
    return "" if number is None else f"{number:.0f}" if name == NERVES else score_text(number)


def by_week(cells: Mapping[date, float], answers: Iterable[Answered], today: datetime) -> list[Row]:
    """The weeks of a competency and the answers behind each, the newest first; a key names session and take."""
    found: dict[date, list[Row]] = {monday: [] for monday in cells}
    for each in answers:
        if (monday := monday_of(each.at.date())) in found and each.preparedness is not None:
            at, said = when.ago(each.at.isoformat(), today), f"{each.preparedness:3.0f}  {_quoted(each.question)}"
            found[monday].insert(0, Row(f"{each.session}/{each.take}", at, said))
    rows: list[Row] = []
    for monday, score in sorted(cells.items(), reverse=True):
        rows += [Row(None, f"Week of {monday.day} {monday:%B %Y}: {score:.0f} {shade(score)}"), *found[monday]]
    return rows


# Sentences of the screen

HOW = (
    "A change is named only where it is more than sessions vary by anyway. From 5 sessions on a straight line is fitted through them, and its slope is held"
    " against what single sessions lie off it (Student's t). Where nothing has changed, this page says in fewer than 5 of 100 cases that something is"
    " better. Enter on a number shows its own figures and every session behind it."
)

COMPETENCY_SAID = "The mean preparedness of the answers of a week to questions of this competency. ░ from 20, ▒ from 40, ▓ from 60, █ from 80."


def best_said(best: Best, today: datetime) -> str:
    where = f"in the answer to {_where(best)}" if best.question else "over a whole session"
    return f"Your best {best.what} so far: {best.score:.0f}, {where}, {day(best.at, today)}. Enter brings it back."


def fitting_words(report: Report, room: int) -> str:
    """As many whole sentences as `room` lines hold, and how many more there are."""
    sentences = [*report.sentences, *days(report)]
    for count in range(len(sentences), 0, -1):
        more = [f"And {len(sentences) - count} more: Enter."] if count < len(sentences) else []
        text = "\n".join([*sentences[:count], *more])
        if count == 1 or sum(len(wrap(line, TEXT_WIDTH)) for line in text.splitlines()) <= room:
            return text
    return ""
