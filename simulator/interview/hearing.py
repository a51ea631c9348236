"""From a take to its scorecard: listened to, observed, scored, and both kept beside the journal."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from simulator.errors import UserError
from simulator.interview import events as ev
from simulator.interview import state as st
from simulator.interview.devices import Ears
from simulator.interview.keeping import kept
from simulator.questions.model import Question
from simulator.scoring.card import Scorecard
from simulator.sessions.scores import more_of, score_take
from simulator.sessions.store import SessionWriter
from simulator.speech.transcript import Heard


class Hearing:
    """`ears` are None where there are none: the sound is kept, and the take has no transcript."""

    def __init__(
        self, writer: SessionWriter, ears: Ears | None, background: Sequence[Question], tell: Callable[[str], None]
    ) -> None:
        self._writer = writer
        self._ears = ears
        self._background = background
        self._tell = tell
        self._following = ""
        self._one_at_a_time = asyncio.Lock()
        if ears is not None:
            ears.on_trouble = tell

    async def follow(self, take: st.Take) -> None:
        """Begins to listen to a take that is being recorded, as soon as the one before is done with. One that was given up and put away until
        then is not followed, nor is any where the recogniser dies: what counts is heard when it has ended."""
        if self._ears is not None:
            async with self._one_at_a_time:
                with suppress(UserError):
                    await self._ears.follow(self._writer.recording(take))
                    self._following = take.name

    async def put_away(self, take: st.Take) -> None:
        """An abandoned take is not transcribed; its sound is kept."""
        if self._following == take.name and self._ears is not None:
            self._following = ""
            self._ears.cancel()
        await _seal(self._writer.recording(take))

    async def hear(self, state: st.State, take: st.Take) -> dict[str, Scorecard]:
        """Transcribes a take that has ended, and scores it; after a follow-up also the answer that it belongs to, which takes
        it in. The cards by the names of their takes."""
        recording = await self._observe(take)
        cards, _ = await asyncio.gather(self._score(state, take), _seal(recording))
        return cards

    async def _score(self, state: st.State, take: st.Take) -> dict[str, Scorecard]:
        saved = self._writer.saved()
        main = state.named(ev.take_name(take.question, take.number)) if take.follow_up else None
        cards = {}
        for each in (take, main):
            answer = saved.answer(each) if each is not None else None
            if each is not None and answer is not None:
                card = await asyncio.to_thread(score_take, state, each, answer, self._background, more_of(saved, each))
                await kept(partial(self._writer.save_card, each, card), self._tell)
                cards[each.name] = card
        return cards

    async def _observe(self, take: st.Take) -> Path | None:
        """Sees to it that what was heard of a take is known; its recording, where that is to be sealed."""
        saved = self._writer.saved()
        path = saved.audio(take)
        if path is None or saved.answer(take) is not None:
            return None
        heard = await self._listen(take, path)
        await kept(partial(self._writer.save_heard, take, heard), self._tell)
        return path if path.suffix == ".pcm" else None

    async def _listen(self, take: st.Take, path: Path) -> Heard:
        if self._ears is None:
            return Heard(seconds=take.clock)
        self._tell(self._ears.trouble)
        try:
            async with self._one_at_a_time:
                if self._following == take.name:
                    self._following = ""
                    return await self._ears.finish(take.clock)
                return await self._ears.hear(path)
        except UserError as error:
            self._tell(str(error))
            return Heard(seconds=take.clock)


async def _seal(path: Path | None) -> None:
    """A full disk leaves the recording as it is, which is as good."""
    if path is not None:
        with suppress(OSError):
            await asyncio.to_thread(_seal_now, path)


def _seal_now(path: Path) -> None:
    from simulator.speech.audiofile import seal

    seal(path)
