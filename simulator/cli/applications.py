"""`mock-interview applications`, `contacts` and `skills`: what the search for a job is kept in."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from simulator.cli import faults
from simulator.comeback.due import Due, called
from simulator.comeback.fit import Fit
from simulator.comeback.gather import fit_of, gather
from simulator.comeback.jobs import with_interview
from simulator.comeback.model import Application, Appointment, Contact, Reached, Skill
from simulator.comeback.searching import FEWEST, TOO_FEW, patterns, rejected
from simulator.comeback.store import APPLICATIONS, CONTACTS, KINDS, SKILLS, Kept
from simulator.comeback.tables import to_csv
from simulator.comeback.taking_in import take_in
from simulator.errors import ComebackError
from simulator.text import counted, plain

TABLES: dict[str, Kept[Any]] = {"applications": APPLICATIONS, "contacts": CONTACTS, "skills": SKILLS}


def run(arguments: argparse.Namespace) -> int:
    match arguments.applications_command:
        case "new":
            return _new(arguments)
        case "show":
            return _show(APPLICATIONS.find(arguments.id))
        case "stage":
            return _stage(arguments)
        case "interview":
            return _interview(arguments)
        case "due":
            return _due(arguments.ahead)
        case "import":
            return _import(Path(arguments.file), arguments.of)
        case "export":
            print(to_csv(TABLES[arguments.of].shape, TABLES[arguments.of].load().records.values()), end="")
            return 0
        case "lint":
            return faults.lint(map(Path, arguments.files), lambda file: _kind(file).lint(file))
        case _:
            return _list()


def today() -> date:
    return datetime.now().astimezone().date()


# Applications


def _list() -> int:
    search = gather()
    for each in sorted(search.applications.values(), key=lambda each: not each.open):
        since = f" since {each.stages[-1].date}" if each.stages else ""
        next_one = f"  {each.due} {plain(each.next_action)}" if each.open and each.next_action else ""
        print(f"{each.id}  {plain(called(each))}  {each.stage}{since}{next_one}")
    if not search.applications and not search.faults:
        print("No application yet. `mock-interview applications new ID --employer NAME --role JOB` begins one.")
    turned_down = rejected(search.applications, search.debriefs)
    for pattern in patterns(search.applications, search.debriefs):
        print(f"  {plain(pattern.question)}")
    if 0 < len(turned_down) < FEWEST:
        print(f"  {counted(len(turned_down), 'rejection')} so far. {TOO_FEW}")
    return faults.report(search.faults)


def _new(arguments: argparse.Namespace) -> int:
    _free(APPLICATIONS, arguments.id)
    application = Application(
        id=arguments.id,
        employer=arguments.employer,
        role=arguments.role,
        area=arguments.area,
        sheet=arguments.sheet or "",
    )
    print(f"{plain(str(APPLICATIONS.save(application)))} is yours to fill in.")
    return 0


def _show(each: Application) -> int:
    print(plain(called(each)))
    for reached in each.stages:
        print(f"  {reached.date}  {reached.stage}")
    for held in each.interviews:
        print(f"  {held.date}  interview {' '.join(filter(None, (held.hour, held.zone, plain(held.place))))}".rstrip())
    if each.open and each.next_action:
        print(f"  {each.due}  next: {plain(each.next_action)}")
    _print_fit(fit_of(each))
    return 0


def _print_fit(fit: Fit) -> None:
    print(f"  {plain(fit.sentence)}")
    for each in fit.skills:
        print(f"    {each.state}: {plain(each.required)}")
        if each.own is not None:
            words = f"; both say {', '.join(each.words)}" if each.words else "; by meaning"
            print(f"             {plain(f'{each.own.source}: {each.own.text}{words}')}")


def _stage(arguments: argparse.Namespace) -> int:
    each = APPLICATIONS.find(arguments.id)
    day = arguments.on or today().isoformat()
    if each.stages and each.stage == arguments.stage:
        stages = (*each.stages[:-1], Reached(stage=arguments.stage, date=day))
    else:
        stages = (*each.stages, Reached(stage=arguments.stage, date=day))
    next_action = each.next_action if arguments.next is None else arguments.next
    APPLICATIONS.save(replace(each, stages=stages, next_action=next_action, due=arguments.due or each.due))
    print(f"{plain(called(each))}: {arguments.stage} since {day}.")
    if arguments.stage == "rejected":
        print("I am sorry. When you are ready: `mock-interview letter feedback` asks what fell short; soon is best.")
    return 0


def _interview(arguments: argparse.Namespace) -> int:
    each = APPLICATIONS.find(arguments.id)
    held = Appointment(
        date=arguments.date, hour=arguments.hour, zone=arguments.zone, minutes=arguments.minutes, place=arguments.place
    )
    APPLICATIONS.save(with_interview(each, held, today().isoformat()))
    print(f"{plain(called(each))}: interview on {held.date}{f' at {held.hour}' if held.hour else ''}.")
    return 0


def _due(ahead: int) -> int:
    search = gather()
    found = search.due(datetime.now().astimezone(), ahead=ahead)
    for each in found:
        print(f"{each.day}  {plain(each.what)}  {plain(each.whom)}{_letter(each)}")
    if not found:
        print("Nothing is due.")
    return faults.report(search.faults)


def _letter(each: Due) -> str:
    return f"  (`mock-interview letter {each.letter} {each.id}`)" if each.letter else ""


def _import(file: Path, of: str) -> int:
    print(take_in(file, TABLES[of]).sentence)
    return 0


def _kind(file: Path) -> Kept[Any]:
    """By the folder that it lies in; elsewhere an application."""
    named = file.absolute().parent.name
    return next((kept for kept in KINDS.values() if kept.folder.name == named), APPLICATIONS)


# Contacts, events, leads


def contacts(arguments: argparse.Namespace) -> int:
    match arguments.contacts_command:
        case "new":
            made = Contact(
                id=CONTACTS.new_id(arguments.name),
                name=arguments.name,
                kind=arguments.kind,
                mail=arguments.mail,
                met=arguments.met,
                date=arguments.on or "",
                next_action=arguments.next or "",
                due=arguments.due or "",
            )
            print(f"{plain(str(CONTACTS.file(CONTACTS.add(made).id)))} is yours to fill in.")
            return 0
        case "done":
            done = {"date": today().isoformat(), "next_action": arguments.next or "", "due": arguments.due or ""}
            each = CONTACTS.change(arguments.id, lambda contact: replace(contact, **done))
            print(f"{plain(each.name)}: {plain(arguments.next or 'nothing is due any more')}.")
            return 0
    loaded = CONTACTS.load()
    for each in loaded.records.values():
        print(
            f"{each.id}  {each.kind}  {plain(' '.join(filter(None, (each.name, each.date, each.due, each.next_action))))}"
        )
    if not loaded.records and not loaded.faults:
        print(
            "No contact yet. `mock-interview contacts new NAME` adds one; `--kind lead` a job that was never advertised."
        )
    return faults.report(loaded.faults)


# Skills to gain


def skills(arguments: argparse.Namespace) -> int:
    match arguments.skills_command:
        case "new":
            made = Skill(
                id=SKILLS.new_id(arguments.name),
                name=arguments.name,
                way=arguments.way,
                how=arguments.how,
                why=arguments.why,
                cost=arguments.cost,
                by=arguments.by or "",
            )
            print(f"{plain(str(SKILLS.file(SKILLS.add(made).id)))} is yours to fill in.")
            return 0
        case "progress":
            each = SKILLS.change(arguments.id, lambda skill: replace(skill, progress=arguments.percent))
            print(f"{plain(each.name)}: {arguments.percent} %.")
            return 0
    loaded = SKILLS.load()
    for line in skill_lines(loaded.records.values()):
        print(plain(line))
    if not loaded.records and not loaded.faults:
        print("No skill to gain yet. `mock-interview skills new NAME --way course` adds one.")
    return faults.report(loaded.faults)


def skill_lines(records: Iterable[Skill]) -> list[str]:
    lines = []
    for each in records:
        facts = (f"by {each.by}" if each.by else "", f"cost {each.cost}" if each.cost else "", each.how)
        lines.append(f"{each.id}  {each.progress} %  {each.name}: {', '.join(filter(None, (each.way, *facts)))}")
    return lines


def _free(kept: Kept[Application], id: str) -> None:
    if id in kept.load().records or (kept.folder / f"{id}.yaml").exists():
        raise ComebackError(f'There is an {kept.what} called "{id}" already.', "Choose another id.")
