"""The measurable part of the device check: can the question be heard, does the microphone hear the person, and does the
question's voice come back through the microphone."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from simulator.errors import UserError
from simulator.speech import voice
from simulator.speech.backend import SILENCE_DB
from simulator.speech.sound import Sound

if TYPE_CHECKING:
    import numpy.typing as npt
    from numpy import float64, int16

    Envelope = npt.NDArray[float64]

SENTENCE = "Good to see you. When you are ready, tell me a little about yourself."

CLEAR_DB = 15.0
"""Speech this far above the noise has its pauses measured well: of 12 real clips with 11 known gaps, silero found 10
without a false one at 15 dB, the energy rule 11 with 4 false ones; at 25 dB 11 with 1."""

AUDIBLE_DB = 6.0
"""What rises less than this above the noise floor is not taken for sound at all."""

ECHO_CORRELATION = 0.6
_ECHO_LAG_SECONDS = 1.0
_FRAME_SECONDS = 0.01


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the check: a plain result, and when it is not `ok` what to do about it."""

    ok: bool
    sentence: str
    mend: str = ""


class Levels(Finding, frozen=True, kw_only=True):
    """The microphone's line, in dBFS: `speech` is the level that a twentieth of the time was above, `noise` the one
    that a tenth of the time was under."""

    speech: float = SILENCE_DB
    noise: float = SILENCE_DB


class Echo(Finding, frozen=True, kw_only=True):
    """The line on the question coming back. `correlation` is that of the 10 ms envelopes of what was played and what
    was heard, at the best lag; `rise` is how far what was heard rose above the noise floor, in dB."""

    correlation: float = 0.0
    rise: float = 0.0


async def check_voice(sound: Sound, *, voice_id: str = "", rate: int = 165) -> tuple[Finding, Echo | None]:
    """Says SENTENCE and listens whether it comes back; no echo is measured where there is no microphone or no voice.
    Whether it was heard only the person can say."""
    with tempfile.TemporaryDirectory(prefix="mock-interview-") as folder:
        try:
            spoken = await voice.render(SENTENCE, Path(folder) / "check.wav", voice=voice_id, rate=rate)
            playback = await sound.play(spoken)
            if not await playback.finished():
                return Finding(ok=False, sentence="The question was interrupted.", mend="Try it again."), None
        except UserError as error:
            return Finding(ok=False, sentence=error.message, mend=error.mend), None
        echo = await check_echo(sound, spoken, playback.seconds) if sound.microphone else None
        return Finding(ok=True, sentence=f"The question was spoken on {sound.loudspeaker}. Could you hear it?"), echo


async def check_echo(sound: Sound, spoken: Path, seconds: float) -> Echo:
    """To be called when `spoken`, so many seconds long, has just been played."""
    await asyncio.sleep(_ECHO_LAG_SECONDS / 2)
    heard = await sound.recent(seconds + 2 * _ECHO_LAG_SECONDS)
    correlation, rise = await asyncio.to_thread(_compare, spoken, heard, sound.noise_floor)
    if correlation >= ECHO_CORRELATION and rise >= AUDIBLE_DB:
        return Echo(
            ok=False,
            sentence="The question's voice comes back through the microphone.",
            mend="Wear headphones, so that only your own voice is recorded.",
            correlation=correlation,
            rise=rise,
        )
    return Echo(
        ok=True, sentence="The question's voice stays out of the microphone.", correlation=correlation, rise=rise
    )


async def check_microphone(sound: Sound, seconds: float = 4.0) -> Levels:
    """Listens for so long (30 at most) while the person says a few words. Nothing of it is kept."""
    if not sound.microphone:
        return Levels(ok=False, sentence=sound.microphone_trouble)
    await asyncio.sleep(seconds)
    heard = await sound.recent(seconds)
    speech, noise, clipped = await asyncio.to_thread(_levels, heard)
    rise = speech - noise
    sentence, mend = f"{sound.microphone} hears you, {rise:.0f} dB above the noise of the room.", ""
    if speech <= SILENCE_DB:
        sentence = "The microphone gives no sound at all."
        mend = "It may be switched off, or not allowed for this program: look for a mute switch, or choose another one."
    elif rise < AUDIBLE_DB:
        sentence = "Nothing could be told from the noise of the room."
        mend = "Say a few words, come closer to the microphone, or choose another one in the settings."
    elif clipped:
        sentence = "The microphone is turned up so far that loud words are cut off."
        mend = "Turn its level down in the system's sound settings, or move back a little."
    elif rise < CLEAR_DB:
        sentence = f"Your voice is only {rise:.0f} dB above the noise of the room, so pauses are measured less well."
        mend = "Come closer to the microphone, or find a quieter place."
    return Levels(ok=not mend, sentence=sentence, mend=mend, speech=speech, noise=noise)


def _levels(heard: bytes) -> tuple[float, float, bool]:
    """Speech and noise level in dBFS, and whether more than one sample in a thousand is at full scale."""
    import numpy as np

    samples = _samples(heard)
    if not len(samples):
        return SILENCE_DB, SILENCE_DB, False
    loudness = np.maximum(SILENCE_DB, 20 * np.log10(np.maximum(_envelope(samples / 32768, 16_000, 0.05), 1e-9)))
    clipped = bool(np.mean(np.abs(samples.astype(np.int32)) >= 32767) > 0.001)
    return float(np.percentile(loudness, 95)), float(np.percentile(loudness, 10)), clipped


def _compare(spoken: Path, heard: bytes, noise_floor: float) -> tuple[float, float]:
    """The best correlation of the envelopes at any lag, and the rise over the noise floor in dB at that lag."""
    import numpy as np

    from simulator.speech.audiofile import RATE, read_audio

    said = _envelope(read_audio(spoken).samples, RATE, _FRAME_SECONDS)
    came = _envelope(_samples(heard) / 32768, RATE, _FRAME_SECONDS)
    best = (0.0, 0.0)
    for lag in range(len(came) - len(said) + 1):
        window = came[lag : lag + len(said)]
        if window.std() > 0:
            correlation = float(np.corrcoef(said, window)[0, 1])
            loud = 20 * float(np.log10(np.percentile(window, 95)))
            best = max(best, (correlation, loud - noise_floor))
    return best


def _samples(heard: bytes) -> npt.NDArray[int16]:
    import numpy as np

    return np.frombuffer(heard, "<i2")


def _envelope(samples: npt.ArrayLike, rate: int, seconds: float) -> Envelope:
    """The root mean square of each stretch of so many seconds."""
    import numpy as np

    values = np.asarray(samples, np.float64)
    frame = round(rate * seconds)
    whole = values[: len(values) // frame * frame].reshape(-1, frame)
    return np.asarray(np.sqrt(np.mean(np.square(whole), axis=1)), np.float64)
