"""The setbacks that people fear, rehearsed in lines: what happens, a line of one's own, and that line said once aloud or typed."""

from __future__ import annotations

from msgspec.structs import replace

from simulator import when
from simulator.cli.plain.lines import Choice, ask, choose, hear, say, sure, tell_error
from simulator.comeback.model import IfThen
from simulator.comeback.setbacks import BY_ID, SETBACKS, begins, happens, in_order, plan_of, sentence
from simulator.comeback.store import IF_THENS
from simulator.errors import ComebackError

ABOUT = "What you have a line for frightens less. Each takes a minute; the lines come back on the day of the interview."
NEW_WHEN = "What do you fear might happen? For example: If my voice shakes"
NEW_THEN = "And then, what do you say or do?"
SAY_IT = "Breathe out. Now say your line aloud, slowly, or type it from memory. Then press Enter."
ADD = "add"


async def setbacks() -> int:
    """Until it is left."""
    while True:
        loaded = IF_THENS.load()
        for fault in loaded.faults:
            say(str(fault))
        plans = loaded.records
        own = [each for each in in_order(plans.values()) if each.id not in BY_ID]
        named = [*((each.id, each.name) for each in SETBACKS), *((each.id, begins(each)) for each in own)]
        choices = [Choice(id, name, _standing(plans.get(id))) for id, name in named]
        match await choose(ABOUT, [*choices, Choice(ADD, "Something else that you fear")]):
            case None:
                return 0
            case "add":
                await _add()
            case id:
                await _open(id, plans.get(id))


def _standing(plan: IfThen | None) -> str:
    if plan is None:
        return "no line yet"
    return f"rehearsed {when.day(plan.practised, when.now())}" if plan.practised else "not rehearsed yet"


async def _add() -> None:
    fear = await ask(NEW_WHEN, enter="leaves it")
    line = await ask(NEW_THEN, enter="leaves it") if fear else ""
    if line:
        try:
            plan = IF_THENS.add(IfThen(id=IF_THENS.new_id(fear), when=fear, then=line))
        except ComebackError as error:
            tell_error(error)
            return
        await _rehearse(plan, happens(plan))


async def _open(id: str, plan: IfThen | None) -> None:
    setback = BY_ID.get(id)
    if (
        plan is not None
        and await choose(
            sentence(plan), [Choice("rehearse", "Rehearse it"), Choice("delete", "Delete it")], enter="rehearses it"
        )
        == "delete"
    ):
        if await sure("It is gone then."):
            IF_THENS.delete(id)
        return
    if setback is not None:
        say(setback.scene, setback.why)
        line = await ask("What do you say? Make it yours.", now=plan.then if plan is not None else setback.line)
        await _rehearse(plan_of(setback, line, plan.practised if plan is not None else ""), setback.scene)
    elif plan is not None:
        await _rehearse(replace(plan, then=await ask(NEW_THEN, now=plan.then)), happens(plan))


async def _rehearse(plan: IfThen, scene: str) -> None:
    """Kept before it is rehearsed, and with the day afterwards."""
    try:
        IF_THENS.save(plan)
        say(scene, SAY_IT, f"“{plan.then}”")
        await hear()
        IF_THENS.save(replace(plan, practised=when.now().date().isoformat()))
        say("Rehearsed.")
    except ComebackError as error:
        tell_error(error)
