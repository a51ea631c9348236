"""One answer's scorecard, from what was heard or typed. Pure: the same answer gives the same card."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import inf
from typing import NamedTuple

import msgspec

from simulator.preparation.model import Sheet
from simulator.questions.model import Kind, Question
from simulator.scoring import fluency, homework, preparedness, relevance
from simulator.scoring.card import LEAVES, VERSION, CardTranscript, LeftOut, Moment, Score, Scorecard, Typing
from simulator.scoring.disfluency import Disfluencies, find
from simulator.scoring.lacks import SHORT_SHARE, lacks
from simulator.scoring.left_out import Kept, keep
from simulator.scoring.lexicon import PHRASES
from simulator.scoring.meanings import Meanings, Wanted
from simulator.scoring.moments import moments
from simulator.scoring.norms import NORMS
from simulator.scoring.passage import Passage
from simulator.scoring.remarks import Seen, to_change, worked
from simulator.scoring.timeline import Timeline, measure
from simulator.scoring.words import SENTENCE_STOP, Token, tokens_of_text, tokens_of_words, with_hums
from simulator.speech.transcript import Answer, Heard, Span, Typed

LABELS = (
    "short",
    "typed",
    "no question",
    "no prep sheet",
    "no recogniser",
    "nothing recognised",
    "transcript not confirmed",
    "noisy recording",
    "another voice",
    "clipped",
)
"""What to keep in mind when reading the scores; `Scorecard.labels` has those that hold, in this order."""

UNKNOWN_DB = -90.0
"""The level of speech where none was measured."""

_KINDS: tuple[tuple[str, Kind], ...] = (
    ("asks_opening", "opening"),
    ("asks_closing", "closing"),
    ("asks_situation", "situational"),
    ("asks_behaviour", "behavioural"),
    ("asks_motivation", "motivation"),
)


def question_from_text(text: str) -> Question:
    """A question that no bank holds. Its kind is guessed from the wording; its `ref` is the text itself."""
    norms = [token.norm for token in tokens_of_text(text)]
    kind: Kind = next((kind for name, kind in _KINDS if PHRASES[name].find(norms)), "strength")
    return Question(id=text, text=text, competency="", kind=kind, listen_for=())


def score_answer(
    answer: Heard | Typed,
    *,
    question: Question | str | None,
    file: str = "",
    latency: float | None = None,
    window: float | None = None,
    allow_short: bool = False,
    background: Sequence[Question] = (),
    ticked: Collection[str] = (),
    confirmed: bool = False,
    sheet: Sheet | None = None,
    more: Sequence[Answer] = (),
    meanings: Meanings | None = None,
    left_out: Collection[LeftOut] = (),
) -> Scorecard:
    """Scores one answer.

    `question`: one of a bank, a bare text, or None (then `on_the_question` is not scored).
    `latency`: seconds from the end of the question to the start of the recording; None where the start is not to be
    scored. `window`: recommended seconds, by default the question's. `allow_short`: scores answers of under 8 s or
    20 words too. `background`: other questions, with which the fit is compared. `ticked`: ids of listen-for points
    that a person heard. `confirmed`: a person has read and corrected the words.
    `sheet`: the prep sheet, for `homework`. `more`: the answers to follow-ups, which
    preparedness takes in; `window` is then that of all together. `meanings`: the vectors of what `wanted` names; without them meaning is judged by words alone.
    `left_out`: what the person leaves out of their scores: these depend on it no more.
    """
    if isinstance(question, str):
        question = question_from_text(question) if question.strip() else None
    if window is None or window <= 0:
        window = float(question.answer_seconds) if question else NORMS.general.answer_seconds
    typed = isinstance(answer, Typed)
    tokens, found = _read(answer)
    passage = _passage(answer, more, question)
    content = preparedness.look(passage, question, ticked, sheet, meanings)
    spoken = None if isinstance(answer, Typed) else _Spoken.of(answer, tokens, found, left_out)
    sound = spoken.fluency(latency, left_out) if spoken else fluency.unscored()
    seconds = spoken.line.seconds if spoken else None
    together = None if seconds is None else seconds + _seconds(more)
    words = preparedness.score(content, question, background, meanings, together, window, left_out)
    short = _is_short(together, len(passage), knows_words=_knows_words(answer))
    alone = _is_short(seconds, len(found.going_on), knows_words=_knows_words(answer))
    hold_back = short and not allow_short
    shown_sound = _without_scores(sound) if alone and not allow_short else sound
    shown_words = _without_scores(words) if hold_back else words
    unheard = isinstance(answer, Heard) and not answer.words and bool(answer.engine)
    seen = Seen(
        content=content, dimensions={**sound.dimensions, **words.dimensions}, typed=typed, window=window,
        lost=spoken.line.speaking if spoken and unheard else 0.0,
    )  # fmt: skip
    brief = "time" not in left_out and preparedness.filled(len(passage), together, window) < SHORT_SHARE
    return Scorecard(
        version=VERSION,
        file=file,
        question=question.ref if question else None,
        typed=typed,
        labels=_labels(answer, question, sheet, short=short, confirmed=confirmed),
        engine="" if isinstance(answer, Typed) else answer.engine,
        seconds=answer.seconds,
        transcript=CardTranscript(
            text=answer.text, confirmed=confirmed or typed, words=() if isinstance(answer, Typed) else answer.words
        ),
        pauses=fluency.pauses(spoken.whole) if spoken else (),
        fillers=fluency.fillers(tokens, found) if spoken else (),
        moments=spoken.moments(content, shown_sound, shown_words, inf if "time" in left_out else window)
        if spoken
        else (),
        fluency=shown_sound,
        preparedness=shown_words,
        worked=worked(seen, short=hold_back),
        next=to_change(seen, short=hold_back),
        typing=_typing(answer, len(tokens)) if isinstance(answer, Typed) else None,
        follow_ups=len(more),
        left_out=tuple(part for part in LEAVES if part in left_out),
        lacks=lacks(content, question, short=short or brief) if _knows_words(answer) else (),
    )


def wanted(
    answer: Heard | Typed,
    *,
    question: Question | str | None,
    background: Sequence[Question] = (),
    sheet: Sheet | None = None,
    more: Sequence[Answer] = (),
) -> Wanted:
    """What a model of meaning has to read before this answer is scored."""
    if isinstance(question, str):
        question = question_from_text(question) if question.strip() else None
    passage = _passage(answer, more, question)
    texts = relevance.texts(question, background) if question else []
    close = relevance.close_texts(question, background) if question else []
    if sheet is not None and question is not None:
        texts += [fact.text for fact in homework.belonging(sheet, question)]
    words = tuple(passage.norms[at] for at in passage.answering)
    stretches = (passage.whole, *passage.parts, *passage.stretches) if words else ()
    return Wanted(words=words, stretches=stretches, texts=tuple(texts), close=tuple(close))


class _Spoken(NamedTuple):
    """The `whole` of a spoken answer on a line of time, and what is left of it where something is left out."""

    whole: Timeline
    line: Timeline
    kept: Kept

    @classmethod
    def of(cls, answer: Heard, tokens: Sequence[Token], found: Disfluencies, left_out: Collection[LeftOut]) -> _Spoken:
        whole = measure(answer, tokens, found)
        if not {"fillers", "pauses", "repairs"} & {*left_out}:
            return cls(whole, whole, Kept(tuple(tokens), found))
        kept = keep(tokens, found, _marked(tokens, answer), left_out)
        line = measure(answer, kept.tokens, kept.found, kept.cuts, pauses="pauses" not in left_out)
        return cls(whole, line, kept)

    def fluency(self, latency: float | None, left_out: Collection[LeftOut]) -> Score:
        since = _from_origin(latency, self.line)
        return fluency.score(self.line, self.kept.tokens, self.kept.found, since, left_out)

    def moments(self, content: preparedness.Content, sound: Score, words: Score, window: float) -> tuple[Moment, ...]:
        return moments(self.line, self.kept.tokens, self.kept.found, content, sound, words, window)


def _read(answer: Answer) -> tuple[tuple[Token, ...], Disfluencies]:
    if isinstance(answer, Typed):
        tokens = tokens_of_text(answer.text)
        return tokens, find(tokens)
    tokens = with_hums(tokens_of_words(answer.words), [hum for hum in answer.hums if not _taken_back(hum, answer)])
    return tokens, find(tokens, _marked(tokens, answer))


def _taken_back(hum: Span, heard: Heard) -> bool:
    """Whether a person says that what sounds like a filler is none."""
    said = [mark.filler for mark in heard.marks if hum.start <= mark.at < hum.end]
    return bool(said) and not said[-1]


def _marked(tokens: Sequence[Token], heard: Heard) -> dict[int, bool]:
    """What a person says of the words, by the number of the token: of two that overlap it is the later one."""
    spoken = [(token.start, token.end, at) for at, token in enumerate(tokens)]
    meant = [
        (
            max(
                (at for start, end, at in spoken if start is not None and end is not None and start <= mark.at < end),
                default=None,
            ),
            mark,
        )
        for mark in heard.marks
    ]
    return {at: mark.filler for at, mark in meant if at is not None}


def _passage(answer: Answer, more: Sequence[Answer], question: Question | None) -> Passage:
    """What was said to a question and its follow-ups. Only the words of the answer itself have their times: those of the
    others are in other recordings."""
    tokens, found = _read(answer)
    asked = [token.norm for token in tokens_of_text(question.text)] if question else []
    for each in more:
        added = [msgspec.structs.replace(token, start=None, end=None) for token in _read(each)[0]]
        ended = [msgspec.structs.replace(token, stop=SENTENCE_STOP) for token in tokens[-1:]]
        tokens = (*tokens[:-1], *ended, *added)
    if more:
        found = find(tokens, {} if isinstance(answer, Typed) else _marked(tokens, answer))
    return Passage(tokens, found, asked)


def _seconds(more: Sequence[Answer]) -> float:
    return sum(each.seconds or 0.0 for each in more)


def _knows_words(answer: Heard | Typed) -> bool:
    return isinstance(answer, Typed) or bool(answer.engine or answer.words)


def _from_origin(latency: float | None, line: Timeline) -> float | None:
    return None if latency is None else max(0.0, latency) + line.origin


def _is_short(seconds: float | None, words: int, *, knows_words: bool) -> bool:
    general = NORMS.general
    return (seconds is not None and seconds < general.shortest_seconds) or (
        knows_words and words < general.shortest_words
    )


def _without_scores(score: Score) -> Score:
    values = {name: msgspec.structs.replace(each, score=None) for name, each in score.dimensions.items()}
    return Score(score=None, dimensions=values)


FASTEST_TYPING = 250.0
"""Words a minute; nobody types faster, so what came faster was pasted and says nothing about a pace."""


def _typing(answer: Typed, words: int) -> Typing:
    seconds = answer.seconds
    pace = round(words / seconds * 60, 1) if seconds else None
    return Typing(
        seconds=seconds,
        first_key=answer.first_key,
        words_per_minute=pace if pace is not None and pace <= FASTEST_TYPING else None,
        corrections=answer.corrections,
    )


def _labels(
    answer: Heard | Typed, question: Question | None, sheet: Sheet | None, *, short: bool, confirmed: bool
) -> tuple[str, ...]:
    holding = set() if sheet else {"no prep sheet"}
    if short:
        holding.add("short")
    if question is None:
        holding.add("no question")
    if isinstance(answer, Typed):
        holding.add("typed")
    else:
        holding |= _labels_of_sound(answer, confirmed=confirmed)
    return tuple(label for label in LABELS if label in holding)


def _labels_of_sound(heard: Heard, *, confirmed: bool) -> set[str]:
    holding = set()
    if heard.words and not confirmed:
        holding.add("transcript not confirmed")
    if not heard.words:
        holding.add("nothing recognised" if heard.engine else "no recogniser")
    if heard.speech_db > UNKNOWN_DB and heard.speech_db - heard.noise_db < NORMS.general.quiet_db:
        holding.add("noisy recording")
    if heard.others >= NORMS.general.others:
        holding.add("another voice")
    if heard.clipped > NORMS.general.clipped:
        holding.add("clipped")
    return holding
