"""Voice, microphone and recogniser tried, in lines."""

from __future__ import annotations

from simulator.cli.plain.lines import say
from simulator.settings import Settings
from simulator.speech.check import Finding, check_microphone, check_voice
from simulator.speech.ears import Ears
from simulator.speech.sound import Sound

SECONDS = 4.0
SAY = "Say now: I am ready for this."
KEPT = "Nothing of this check is kept."


async def check(settings: Settings) -> int:
    """The voice speaks, then the microphone listens for SECONDS, then the recogniser says what it understood."""
    say("Opening microphone, voice and recogniser.")
    sound = await Sound.open(microphone=settings.microphone, loudspeaker=settings.loudspeaker)
    ears = await Ears.open(settings)
    try:
        if settings.voice:
            voice, echo = await check_voice(sound, voice_id=settings.voice_id, rate=settings.voice_rate)
            _say("Voice", voice)
            if echo is not None and not echo.ok:
                _say("Voice", echo)
        await ears.ready()
        if sound.microphone:
            say(SAY)
        _say("Microphone", await check_microphone(sound, SECONDS))
        if not ears.engine:
            say(f"Recogniser: {ears.trouble}")
        elif sound.microphone:
            heard = await ears.hear_pcm(await sound.recent(SECONDS))
            say(f"Recogniser: it understood “{heard.text}”." if heard.text else "Recogniser: it heard no words.")
    finally:
        await sound.close()
        await ears.close()
    say(KEPT)
    return 0


def _say(part: str, finding: Finding) -> None:
    state = "works" if finding.ok else "needs a look"
    say(" ".join(filter(None, (f"{part}: {state}.", finding.sentence, finding.mend))))
