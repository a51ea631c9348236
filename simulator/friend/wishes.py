"""What a friend wishes for, done: each wish is something the conductor does for anybody, with the friend as its author."""

from __future__ import annotations

from simulator.friend import wire
from simulator.interview import scales
from simulator.interview.conductor import Conductor


async def grant(conductor: Conductor, wish: wire.Wish) -> bool:
    """Whether it could be done now; if not, nothing has changed."""
    state = conductor.state
    match wish:
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
            return bool(wish.text.strip()) and _note(conductor, wish)
        case wire.MarkMoment():
            return conductor.mark(wish.kind, "friend")
        case wire.Rate():
            if scales.faults(wish.scales):
                return False
            return conductor.rate_session(None, None, "friend", scales=wish.scales, remark=wish.remark.strip())


def _note(conductor: Conductor, wish: wire.Note) -> bool:
    """At the second where it was begun, if there is such a one."""
    if not wish.take:
        return conductor.note(wish.text.strip(), "friend", ("", None))
    take = conductor.state.named(wish.take)
    if take is None or (wish.at is not None and (take.started is None or wish.at > take.seconds(conductor.now) + 1)):
        return False
    return conductor.note(wish.text.strip(), "friend", (wish.take, wish.at))
