"""The steps up to an answer: a question is put, said and thought about; the same one again, or a follow-up. Pure."""

from __future__ import annotations

from simulator.interview import events as ev
from simulator.interview import followups, pressure
from simulator.interview.machine.changes import Step, but, need, only, with_take
from simulator.interview.state import THINK_SECONDS, Ask, Hush, NotNow, Record, Say, State, Take, Think, Timer


def ask(state: State) -> Ask:
    """Puts the question at hand. A take that was never answered is asked again under its own number."""
    last = next((take for take in reversed(state.takes) if take.question == state.question), None)
    number = 1 if last is None else last.number + (1 if last.started is not None or last.follow_up else 0)
    second = pressure.second_asks(state.options, state.question)
    return Ask(question=state.question, take=number, text=need(state.current).text, second=second)


def asked(state: State, event: ev.QuestionAsked) -> Step:
    only(state, "asking", "thinking", "ready", "reviewing")
    if event.question != state.question:
        raise NotNow("Another question is at hand.")
    take = Take(
        question=event.question,
        number=event.take,
        text=event.text,
        follow_up=event.follow_up,
        asked=event.t,
        aloud=event.aloud,
        second=event.second,
    )
    place = (take.question, take.number, take.follow_up)
    kept = tuple(each for each in state.takes if (each.question, each.number, each.follow_up) != place)
    return but(state, stage="asking", takes=(*kept, take)), (
        Hush(),
        Say(text=event.text, aloud=event.aloud, second=event.second),
    )


def spoken(state: State, event: ev.QuestionSpoken) -> Step:
    only(state, "asking")
    if need(state.take).spoken is not None:
        raise NotNow("It has been said already.")
    said = with_take(state, spoken=event.t)
    if state.options.thinking == "always" and not need(state.take).follow_up:
        return said, (Think(),)
    return _your_turn(said)


def think_seconds(state: State) -> float:
    """How long one may think about the question at hand; 0: as long as one likes."""
    if state.options.untimed:
        return 0.0
    return float(need(state.current).think_seconds or THINK_SECONDS)


def thinking(state: State, event: ev.ThinkingStarted) -> Step:
    only(state, "asking", "thinking", "ready")
    after = but(with_take(state, thought=True), stage="thinking")
    timer = (Timer(what="thinking", seconds=event.seconds),) if event.seconds else ()
    return after, (Hush(), *timer)


def thought(state: State, event: ev.ThinkingEnded) -> Step:
    only(state, "thinking")
    return _your_turn(state)


def _your_turn(state: State) -> Step:
    if state.options.answers == "spoken" and state.options.listening == "space":
        return but(with_take(state, thought=True), stage="ready"), ()
    return state, (Record(take=need(state.take).name),)


def reassured(state: State, event: ev.Reassured) -> Step:
    only(state, "asking", "thinking", "ready", "answering", "reviewing")
    return with_take(state, reassured=True), ()


# Again, and further


def asked_again(state: State) -> Ask:
    """The same question once more: the same take while it is asked or thought about, a new one after an answer."""
    only(state, "asking", "thinking", "ready", "reviewing")
    take = state.take
    if state.stage == "reviewing" or take is None:
        return ask(state)
    return Ask(question=take.question, take=take.number, text=take.text, follow_up=take.follow_up, second=take.second)


def asked_follow_up(state: State, text: str) -> Ask:
    """A friend's own follow-up to the answer just given, in their words."""
    only(state, "reviewing")
    return follow_up(state, need(state.take), text)


def follow_up(state: State, take: Take, text: str) -> Ask:
    """On a panel by the other one, who did not ask what was answered just now."""
    return Ask(
        question=take.question,
        take=take.number,
        text=text,
        follow_up=take.follow_up + 1,
        second=state.options.panel and not take.second,
    )


def wanted(state: State, take: Take, lacks: tuple[str, ...]) -> str | None:
    """The follow-up that an answer calls for, if any."""
    yours = state.plan[state.question].part == "yours"
    if take.follow_up >= state.options.follow_ups or (take.follow_up and yours):
        return None
    before = [each.text for each in state.takes if _belongs(each, take)]
    choice = followups.choose(need(state.current), lacks, before)
    if choice is not None:
        return choice.text
    presses = state.options.pressing and not take.follow_up and not yours
    return followups.pressing(state.question) if presses else None


def _belongs(other: Take, take: Take) -> bool:
    """Whether one is a follow-up to the same answer as the other."""
    return bool(other.follow_up) and (other.question, other.number) == (take.question, take.number)
