"""What a friend wishes for, done: each wish is something the conductor does for anybody, with the friend as its author."""

from __future__ import annotations

from simulator.errors import SessionError
from simulator.friend import view, wire
from simulator.interview import events as ev
from simulator.interview import scales
from simulator.interview.conductor import Conductor
from simulator.sessions.store import SessionWriter, open_session


async def grant(conductor: Conductor, wish: wire.Wish) -> bool:
    """Whether it could be done now; if not, nothing has changed."""
    state = conductor.state
    match wish:
        case wire.Move() if wish.moment not in ("", view.moment(state)):
            return False
        case wire.Next() | wire.Repeat() | wire.Over() if state.paused:
            return False  # a tap that was on its way as the candidate paused: nothing is to be recorded now
        case wire.Next():
            return conductor.go_on("friend") if state.stage == "reviewing" else conductor.skip("friend")
        case wire.Repeat():
            return conductor.ask_again("friend")
        case wire.Over():
            return await conductor.end_answer("friend")
        case wire.Pause():
            return conductor.resume("friend") if state.paused else conductor.pause("friend")
        case wire.TakeYourTime():
            return conductor.reassure("friend")
        case wire.Ask():
            offered = state.current.follow_ups if state.current is not None else ()
            return wish.number < len(offered) and conductor.follow_up(offered[wish.number].text, "friend")
        case wire.FollowUp():
            return bool(wish.text.strip()) and conductor.follow_up(wish.text.strip(), "friend")
        case wire.Tick():
            take = state.named(wish.take)
            points = state.plan[take.question].question.listen_for if take is not None else ()
            known = any(point.id == wish.point for point in points)
            return known and conductor.tick(wish.take, wish.point, wish.on, "friend")
        case wire.Note():
            moment = _moment(conductor, wish)
            return (
                moment is not None and bool(wish.text.strip()) and conductor.note(wish.text.strip(), "friend", moment)
            )
        case wire.MarkMoment():
            if not wish.take:
                return conductor.mark(wish.kind, "friend")
            moment = _moment(conductor, wish)
            return moment is not None and conductor.mark(wish.kind, "friend", moment)
        case wire.Rate():
            if scales.faults(wish.scales):
                return False
            return conductor.rate_session(None, None, "friend", scales=wish.scales, remark=wish.remark.strip())


async def note_late(conductor: Conductor, note: wire.Note) -> ev.Noted | None:
    """A note on an answer that was still being written as the session was left, or came to its end: kept with it, though the candidate has gone on
    and does not wait for it. None where it cannot be: then nothing has changed."""
    await conductor.shut.wait()
    moment, text = _moment(conductor, note), note.text.strip()
    if moment is None or not note.take or not text:
        return None
    try:
        with SessionWriter.reopen(open_session(conductor.writer.folder)) as writer:
            noted = ev.Noted(t=writer.state.t, by="friend", text=text, take=moment[0], at=moment[1])
            writer.take_in(noted)
    except SessionError:
        return None
    return noted


def _moment(conductor: Conductor, wish: wire.Note | wire.MarkMoment) -> tuple[str, float | None] | None:
    """The take and the second that a note or a mark names; None where there is no such take. A page's clock may have run on while it had no
    connection: what lies beyond the take belongs to its end."""
    if not wish.take:
        return "", None
    take = conductor.state.named(wish.take)
    if take is None:
        return None
    if wish.at is None or take.started is None:
        return wish.take, None
    return wish.take, round(min(wish.at, take.seconds(conductor.now)), 2)
