"""What an interview is held with: sound, ears and a voice, as far as this machine has them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from simulator.errors import UserError
from simulator.interview.conductor import Render
from simulator.settings import Settings
from simulator.speech.ears import Ears
from simulator.speech.sound import Sound


@dataclass
class Equipment:
    """Open devices and processes; None for what could not be opened, with the reason in `troubles`."""

    sound: Sound | None
    ears: Ears | None
    render: Render | None
    troubles: tuple[str, ...] = ()

    async def close(self) -> None:
        """Within half a second or so; kills what does not end."""
        closing = [each.close() for each in (self.sound, self.ears) if each is not None]
        await asyncio.gather(*closing)


async def open_equipment(settings: Settings, *, spoken: bool, voice: bool, sound: bool = True) -> Equipment:
    """Opens what this rehearsal needs, all at once: the microphone and the recogniser if it is `spoken`, the
    loudspeaker if there is a `voice`; without `sound` the recogniser alone. Never raises for what is missing: the
    rehearsal goes on with what is there."""

    async def open_sound() -> Sound | None:
        if not (sound and (spoken or voice)):
            return None
        return await Sound.open(microphone=settings.microphone, loudspeaker=settings.loudspeaker, capture=spoken)

    async def open_ears() -> Ears | None:
        return await Ears.open(settings) if spoken else None

    opened_sound, ears = await asyncio.gather(open_sound(), open_ears(), return_exceptions=True)
    troubles = []
    for opened in (opened_sound, ears):
        if isinstance(opened, UserError):
            troubles.append(str(opened))
        elif isinstance(opened, BaseException):
            raise opened
    return Equipment(
        sound=opened_sound if isinstance(opened_sound, Sound) else None,
        ears=ears if isinstance(ears, Ears) else None,
        render=_renderer(settings) if voice else None,
        troubles=tuple(troubles),
    )


def _renderer(settings: Settings) -> Render:
    from simulator.speech import voice

    async def render(text: str, out: Path) -> Path:
        return await voice.render(text, out, voice=settings.voice_id, rate=settings.voice_rate)

    return render
