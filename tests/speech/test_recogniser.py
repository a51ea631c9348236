"""The real recogniser on real speech: words, ums with their times, chunks, and no words where there are none."""

from __future__ import annotations

import threading
from itertools import pairwise

import numpy as np
import pytest

from simulator.settings import Settings
from simulator.speech import listening as hearing
from simulator.speech import whisper
from simulator.speech.levels import RATE, Samples
from simulator.speech.listening import Listening, Stopped
from simulator.speech.mending import is_filler
from simulator.speech.models import find_model
from simulator.speech.recogniser import FIXED, LONGEST, Recogniser
from simulator.speech.transcript import Heard, Span, Word
from tests.listening import reference, word_error_rate
from tests.speech import clips

pytestmark = [
    pytest.mark.voice,
    # What SpeechRecognition imports from the standard library of Python 3.11 and 3.12.
    pytest.mark.filterwarnings("ignore:'(aifc|audioop)' is deprecated:DeprecationWarning"),
]


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return whisper.Whisper(find_model(Settings()))


def hear(recogniser: Recogniser | None, samples: Samples) -> Heard:
    listening = Listening(recogniser)
    listening.feed(samples)
    return listening.finish()


def test_read_speech_is_understood(recogniser: Recogniser) -> None:
    said = [reference(name) for name in clips.READ]
    heard = [hear(recogniser, clips.clip(name)) for name in clips.READ]
    error = word_error_rate(" ".join(said), " ".join(each.text for each in heard))
    print(f"WER of read clips: {error:.3f}")
    assert error < 0.15
    assert not any(is_filler(word) for each in heard for word in each.words)


@pytest.mark.parametrize("name", clips.DISFLUENT)
def test_fillers_are_kept_and_lie_where_they_were_said(recogniser: Recogniser, name: str) -> None:
    heard = hear(recogniser, clips.clip(name))
    fillers = [word for word in heard.words if is_filler(word)]
    said = clips.fillers_said(name)
    count = sum(word.strip(",.") in {"um", "uh"} for word in reference(name).split())
    found = clips.matched(said, fillers)
    print(f"{name}: {found} of {count} fillers, {len(fillers) - found} false")
    assert found >= 0.8 * count
    assert len(fillers) - found <= 1
    assert word_error_rate(reference(name), heard.text) < 0.15


@pytest.mark.parametrize("name", ["jfk", "mfa_cold"])
def test_words_come_in_order_with_times_and_confidences(recogniser: Recogniser, name: str) -> None:
    heard = hear(recogniser, clips.clip(name))
    assert heard.engine == "faster-whisper tiny.en"
    assert all(0 <= word.start < word.end <= heard.seconds for word in heard.words)
    assert all(a.end <= b.start + 0.001 for a, b in pairwise(heard.words))
    assert all(0 <= word.confidence <= 1 for word in heard.words)
    assert all(word.text == word.text.strip() != "" for word in heard.words)


@pytest.mark.parametrize(
    "sound",
    [np.zeros(5 * RATE, np.float32), clips.white_noise(5, -30), clips.keys(5), clips.music(5)],
    ids=["silence", "white noise", "keys", "music"],
)
def test_where_nobody_speaks_there_are_no_words(recogniser: Recogniser, sound: Samples) -> None:
    heard = hear(recogniser, sound)
    assert heard.words == ()
    assert heard.speech == ()


def test_nothing_is_made_up_in_a_long_pause(recogniser: Recogniser) -> None:
    sentence = clips.clip("harv_spk1_1")
    pause = clips.keys(8)
    heard = hear(recogniser, np.concatenate([sentence, pause, sentence]))
    assert word_error_rate(" ".join([reference("harv_spk1_1")] * 2), heard.text) == 0
    assert not [word for word in heard.words if word.start > 3.5 and word.end < 10.5]


def test_without_a_recogniser_there_are_still_pauses() -> None:
    answer = clips.joined(("harv_spk1_1", "harv_spk1_2"), (1.0,))
    heard = hear(None, answer.samples)
    assert (heard.engine, heard.words) == ("", ())
    assert any(abs(silence.start - answer.gaps[0].start) < 0.1 for silence in heard.silences)
    assert heard.seconds == pytest.approx(len(answer.samples) / RATE, abs=0.001)


@pytest.fixture(scope="module")
def long_answer() -> clips.Joined:
    return clips.joined(("sas_0870", "mfa_cold", "jfk", "sas_0890", "mfa_acoustic"), (1.0, 0.7, 0.3, 1.2))


def test_a_growing_answer_is_decoded_as_it_grows_and_reads_like_the_whole(
    recogniser: Recogniser, long_answer: clips.Joined, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded: list[float] = []
    decode = whisper.Whisper.words

    def watched(self: whisper.Whisper, samples: Samples, offset: float) -> list[Word]:
        decoded.append(len(samples) / RATE)
        return decode(self, samples, offset)

    monkeypatch.setattr(whisper.Whisper, "words", watched)
    whole = hear(recogniser, long_answer.samples)
    assert max(decoded) <= LONGEST + 0.01
    assert word_error_rate(long_answer.text, whole.text) < 0.15
    decoded.clear()
    listening = Listening(recogniser)
    drafts = []
    for at in range(0, len(long_answer.samples), RATE // 2):
        listening.feed(long_answer.samples[at : at + RATE // 2])
        if listening.work():
            drafts.append(listening.text)
    before = sum(decoded)
    heard = listening.finish()
    print(f"{heard.seconds:.0f} s: {len(drafts)} drafts, {sum(decoded) - before:.1f} s left at the end")
    assert len(drafts) >= 3
    assert sum(decoded) - before < LONGEST
    assert max(decoded) <= LONGEST + 0.01
    assert sum(decoded) < 1.6 * heard.seconds
    assert word_error_rate(whole.text, heard.text) < 0.1
    assert heard.speech == whole.speech


def test_a_draft_that_nothing_follows_is_final(recogniser: Recogniser, monkeypatch: pytest.MonkeyPatch) -> None:
    listening = Listening(recogniser)
    listening.feed(np.concatenate([clips.clip("jfk"), np.zeros(RATE, np.float32)]))
    assert listening.work()
    draft = listening.text
    monkeypatch.setattr(whisper.Whisper, "words", lambda *_: pytest.fail("decoded again"))
    assert listening.finish().text == draft


def test_the_same_sound_gives_the_same_words(recogniser: Recogniser) -> None:
    samples = clips.clip("harv_spk1_2")
    assert hear(recogniser, samples) == hear(recogniser, samples)


def test_an_answer_that_is_given_up_stops_before_the_next_window(recogniser: Recogniser) -> None:
    stopped = threading.Event()
    listening = Listening(recogniser, stopped)
    listening.feed(clips.clip("jfk"))
    stopped.set()
    with pytest.raises(Stopped):
        listening.finish()


def test_each_window_gets_the_disfluent_prompt_and_ends_with_it(
    recogniser: Recogniser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its prompt Whisper drops ums: the options reach the model, and what they do is seen in the words."""
    samples = clips.clip("mfa_cold")
    prompted = sum(map(is_filler, recogniser.words(samples, 0.0)))
    monkeypatch.delitem(whisper.OPTIONS, "initial_prompt")
    assert sum(map(is_filler, recogniser.words(samples, 0.0))) < prompted


def test_an_um_that_the_recogniser_drops_is_found_in_the_sound(
    recogniser: Recogniser, monkeypatch: pytest.MonkeyPatch
) -> None:
    samples = clips.clip("mfa_cold")
    assert hear(recogniser, samples).hums == ()
    for options in (whisper.OPTIONS, whisper._AFTER_A_LOOP):
        monkeypatch.delitem(options, "initial_prompt")
    deaf_to_ums = hear(recogniser, samples)
    assert not any(map(is_filler, deaf_to_ums.words))
    said = clips.fillers_said("mfa_cold")
    assert len(deaf_to_ums.hums) >= 2
    assert all(any(um.start < hum.end and hum.start < um.end for um in said) for hum in deaf_to_ums.hums)


class Counting:
    """Stands for a recogniser of which only the windows that it is given matter."""

    engine = model = "counting"
    window_seconds: float | None = None

    def __init__(self) -> None:
        self.windows: list[float] = []

    def words(self, samples: Samples, offset: float) -> list[Word]:
        seconds = len(samples) / RATE
        self.windows.append(seconds)
        halves = [offset + half / 2 for half in range(int(2 * seconds))]
        return [Word(text="word", start=start, end=start + 0.5, confidence=1.0) for start in halves]


def test_drafts_leave_little_for_the_end_and_keep_within_their_budget() -> None:
    pieces = clips.joined(("jfk", "sas_0870", "sas_0890", "jfk", "sas_0870", "mfa_cold", "jfk"), (0.8, 0.6, 1.2) * 2)
    counting = Counting()
    listening = Listening(counting)
    for at in range(0, len(pieces.samples), RATE // 5):
        listening.feed(pieces.samples[at : at + RATE // 5])
        listening.work()
    before = len(counting.windows)
    listening.finish()
    once = listening.seconds * (1 + FIXED / LONGEST)
    assert sum(FIXED + seconds for seconds in counting.windows) <= 1.6 * once
    assert sum(counting.windows[before:]) <= 15.0


class Stretching(Counting):
    """Leaves out the beginning of its first window, and stretches a word over it."""

    def words(self, samples: Samples, offset: float) -> list[Word]:
        words = super().words(samples, offset)
        if len(self.windows) > 1:
            return words
        told = [word for word in words if word.start >= 8]
        return [Word(text="stretched", start=offset, end=told[0].start, confidence=0.3), *told]


def test_what_a_stretched_word_lies_over_is_heard_again() -> None:
    stretching = Stretching()
    listening = Listening(stretching)
    listening.feed(clips.clip("jfk"))
    heard = listening.finish()
    assert len(stretching.windows) > 1
    at = [word.text for word in heard.words].index("stretched")
    assert at > 5
    assert heard.words[at].end - heard.words[at].start < 1


def test_numbers_and_fillers_may_be_long() -> None:
    speech = [Span(start=0.0, end=10.0)]
    for text, kept in (("1,250,000", True), ("um,", True), ("the", False)):
        word = Word(text=text, start=4.0, end=6.3, confidence=0.9)
        assert (hearing._unstretched(word, speech) == word) is kept
    in_silence = Word(text="the", start=4.0, end=6.3, confidence=0.9)
    assert hearing._unstretched(in_silence, [Span(start=4.0, end=4.4)]) == in_silence
