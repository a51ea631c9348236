"""What an interview is held with: sound, ears and a voice, as far as this machine has them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from simulator.errors import UserError
from simulator.interview.devices import Render
from simulator.settings import Settings

if TYPE_CHECKING:
    from simulator.speech.ears import Ears
    from simulator.speech.sound import Sound

T = TypeVar("T")


@dataclass
class Equipment:
    """Open devices and processes; None for what could not be opened, with the reason in `troubles`."""

    sound: Sound | None
    ears: Ears | None
    render: Render | None
    render_second: Render | None = None
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
        from simulator.speech.sound import Sound

        return await Sound.open(microphone=settings.microphone, loudspeaker=settings.loudspeaker, capture=spoken)

    async def open_ears() -> Ears | None:
        if not spoken:
            return None
        from simulator.speech.ears import Ears

        return await Ears.open(settings)

    async def or_trouble(opening: Awaitable[T | None]) -> T | None:
        try:
            return await opening
        except UserError as error:
            troubles.append(str(error))
            return None

    troubles: list[str] = []
    opened, ears = await asyncio.gather(or_trouble(open_sound()), or_trouble(open_ears()))
    return Equipment(
        sound=opened,
        ears=ears,
        render=_renderer(settings) if voice else None,
        render_second=_second_renderer(settings) if voice else None,
        troubles=tuple(troubles),
    )


def _renderer(settings: Settings) -> Render:
    from simulator.speech import voice

    async def render(text: str, out: Path) -> Path:
        return await voice.render(text, out, voice=settings.voice_id, rate=settings.voice_rate)

    return render


SECOND = "Your second interviewer: "
"""Said before each question where there is only one voice for both."""


def _second_renderer(settings: Settings) -> Render:
    """The voice of a second interviewer: another English one of this machine, looked for when it first speaks."""
    from simulator.speech import voice

    chosen: list[str] = []

    async def render(text: str, out: Path) -> Path:
        if not chosen:
            chosen.append(voice.another(await voice.voices(), settings.voice_id))
        said = text if chosen[0] else f"{SECOND}{text}"
        return await voice.render(said, out, voice=chosen[0] or settings.voice_id, rate=settings.voice_rate)

    return render
