"""The commands of the search for a job, and what may be given to them."""

from __future__ import annotations

from simulator.cli.given import day, identifier, number
from simulator.cli.options import Commands, Parser, add_place, command, kinds

STAGES = ("lead", "applied", "interview", "offer", "rejected", "withdrawn", "accepted")
LETTERS = ("thanks", "feedback", "reply", "outreach")


def add(commands: Commands) -> None:
    _applications(commands)
    _contacts(commands)
    _skills(commands)
    _letters(commands)


def _applications(commands: Commands) -> None:
    applications = command(
        commands,
        "applications",
        "applications:run",
        "the jobs that you go for: stages, interviews, what is due, how well they fit",
    )
    of = kinds(applications, "applications")
    of.add_parser("list", help="all of them, and what several rejections share")
    new = of.add_parser("new", help="begin one, a file to fill in")
    new.add_argument(
        "id", metavar="ID", type=identifier, help="a short name of your own: small letters, digits and hyphens"
    )
    new.add_argument("--employer", metavar="NAME", required=True, help="who would employ you")
    new.add_argument("--role", metavar="JOB", required=True, help="the job")
    new.add_argument("--area", metavar="NAME", default="", help="retail, care, software")
    new.add_argument("--sheet", metavar="ID", type=identifier, help="its prep sheet")
    show = of.add_parser("show", help="its dates, and which of the required skills you meet")
    show.add_argument("id", metavar="ID")
    stage = of.add_parser("stage", help="write down how far it has come, and what is next")
    stage.add_argument("id", metavar="ID")
    stage.add_argument("stage", choices=STAGES, metavar="STAGE", help=", ".join(STAGES))
    stage.add_argument("--on", type=day, metavar="DATE", help="since when; today if not given")
    _next(stage)
    held = of.add_parser("interview", help="write down an interview that is coming")
    held.add_argument("id", metavar="ID")
    held.add_argument("date", type=day, metavar="DATE", help="such as 2027-03-09")
    held.add_argument("hour", nargs="?", default="", metavar="HOUR", help="such as 10:00")
    held.add_argument("--zone", metavar="NAME", default="", help="its time zone, such as Europe/London, if not yours")
    held.add_argument("--minutes", type=_minutes, default=60, metavar="N", help="how long, 5 to 600; 60 if not given")
    held.add_argument("--place", metavar="TEXT", default="", help="the address, or the link of a video call")
    due = of.add_parser("due", help="what is due today, first what is pressing")
    due.add_argument("--ahead", type=_days, default=0, metavar="DAYS", help="and in so many days from now")
    take_in = of.add_parser("import", help="take in a table (CSV), all of it or nothing")
    take_in.add_argument("file", metavar="FILE")
    give_out = of.add_parser("export", help="print them as a table (CSV)")
    for each in (take_in, give_out):
        each.add_argument(
            "--of",
            choices=("applications", "contacts", "skills"),
            default="applications",
            help="applications if not given",
        )
    lint = of.add_parser("lint", help="report every fault in their files")
    lint.add_argument("files", nargs="+", metavar="FILE")


def _contacts(commands: Commands) -> None:
    contacts = command(
        commands,
        "contacts",
        "applications:contacts",
        "people, networking events, and leads that were never advertised",
    )
    of = kinds(contacts, "contacts")
    of.add_parser("list", help="all of them")
    new = of.add_parser("new", help="add one")
    new.add_argument("name", metavar="NAME", help="the person, the event, or what the lead is")
    new.add_argument("--kind", choices=("person", "event", "lead"), default="person", help="person if not given")
    new.add_argument("--mail", metavar="ADDRESS", default="", help="a mail address")
    new.add_argument("--met", metavar="TEXT", default="", help="where you met, or heard of it")
    new.add_argument("--on", type=day, metavar="DATE", help="the day of the event, or of the last word")
    _next(new)
    done = of.add_parser("done", help="its next action is done")
    done.add_argument("id", metavar="ID")
    _next(done)


def _skills(commands: Commands) -> None:
    skills = command(
        commands,
        "skills",
        "applications:skills",
        "skills to gain, each with a way, a cost, a date and how far it is",
    )
    of = kinds(skills, "skills")
    of.add_parser("list", help="all of them")
    new = of.add_parser("new", help="add one")
    new.add_argument("name", metavar="NAME")
    new.add_argument(
        "--way",
        choices=("course", "certificate", "qualification", "project", "practice"),
        default="course",
        help="how you gain it; a course if not given",
    )
    new.add_argument("--how", metavar="TEXT", default="", help="which course, where")
    new.add_argument("--why", metavar="TEXT", default="", help="who asks for it")
    new.add_argument("--cost", type=_cost, default=0, metavar="N", help="in your own currency")
    new.add_argument("--by", type=day, metavar="DATE", help="until when")
    progress = of.add_parser("progress", help="how far it is")
    progress.add_argument("id", metavar="ID")
    progress.add_argument("percent", type=_percent, metavar="PERCENT", help="0 to 100")


def _letters(commands: Commands) -> None:
    letter = command(
        commands,
        "letter",
        "letter:run",
        "a thank-you note, a request for feedback, a reply to a rejection, a note to a lead",
        "Writes a letter from what you entered: a draft for you to change and to send. The program sends nothing.",
    )
    letter.add_argument("kind", choices=LETTERS, metavar="KIND", help=", ".join(LETTERS))
    letter.add_argument(
        "of", nargs="?", metavar="APPLICATION", help="its id (or a contact's); the likeliest one if not given"
    )
    letter.add_argument("--edit", action="store_true", help="change it in your editor; the draft is kept")
    letter.add_argument(
        "--mail", action="store_true", help="open it in your mail program, which sends nothing by itself"
    )
    letter.add_argument("--sent", action="store_true", help="write down that you sent it today")
    letter.add_argument("--again", action="store_true", help="write it anew, and forget the draft")

    calendar = command(
        commands,
        "calendar",
        "letter:calendar",
        "interviews, events and follow-ups as a file for your calendar",
        "Writes interviews, events and follow-ups as an iCalendar file, with reminders.",
    )
    add_place(calendar)


def _next(to: Parser) -> None:
    to.add_argument("--next", metavar="TEXT", help="what is next")
    to.add_argument("--due", type=day, metavar="DATE", help="when that is due")


def _minutes(text: str) -> int:
    return number(text, 5, 600, "minutes")


def _days(text: str) -> int:
    return number(text, 0, 365, "days")


def _percent(text: str) -> int:
    return number(text, 0, 100, "percent")


def _cost(text: str) -> int:
    return number(text, 0, 1_000_000, "in your own currency")
