"""Writes docs/keys.md from the registry of actions: `python -m tests.tools.make_keys`."""

from __future__ import annotations

from pathlib import Path

from simulator.tui.actions import EVERYWHERE, LISTS, SCREENS, Action, actions
from simulator.tui.key_names import key_name

PAGE = Path(__file__).parents[2] / "docs" / "keys.md"

TITLES = {
    EVERYWHERE: "Everywhere",
    LISTS: "In a list",
    "home": "Home",
    "today": "The interview day",
    "nerves": "Nerves",
    "settle": "Settling",
    "setbacks": "Rehearsing a setback",
    "rehearse": "Saying a line aloud",
    "wins": "Your wins",
    "debrief": "After an interview",
    "plan": "Your plan",
    "device_check": "Microphone and voice",
    "choosing": "Choosing what to practise",
    "peer": "Practising in turns",
    "door": "A friend on their phone",
    "interview": "The interview",
    "friend": "The friend's page",
    "scorecard": "Scorecard",
    "dimension": "One number of the scorecard",
    "views": "Three views of a session",
    "sessions": "Sessions",
    "replay": "Replay",
    "takes": "Two takes of a question",
    "progress": "Progress",
    "behind": "Behind a number, or a line of your plan",
    "drill": "Drill",
    "moments": "Learning from your moments",
    "banks": "Question banks",
    "prep": "Prep sheets",
    "sheet": "One prep sheet",
    "applications": "Applications",
    "record": "One application, contact or skill",
    "letter": "A letter",
    "contacts": "Contacts, events and leads",
    "skills": "Skills to gain",
    "settings": "Settings",
    "help": "Help",
    "notice": "A message",
    "ask": "A question before something that cannot be taken back",
    "write": "A line to type",
    "write_long": "A text to type",
    "say": "Words to say",
    "tick": "Proposals to tick",
    "exporting": "Writing an export",
    "pick": "A list to pick from",
}

HEAD = """# Keys

Space does the main thing of a screen, Enter goes on or opens what is selected, Esc goes back. What can be pressed now is
in the last line of every screen; `?` explains it; `ctrl+p` finds everything by its name. While text is typed only Esc, Tab and
keys with Ctrl command. A key that stands twice on a screen does what is possible at the moment. Where several keys
stand in a line, any of them will do.

No key needs AltGr or a dead key on the common layouts, or is one that terminals keep for themselves, unless another one, or the name in `ctrl+p`, does the same. Where digits
rate (on a French keyboard they need Shift), `←` and `→` do so too.

## Your own keys

Every key can be changed, in `settings.json` ([settings.md](settings.md)), by the names in the tables below:

```json
{"keys": {"replay.play": "p space", "interview.done": "space f5", "interview.rate": "y u i o p"}}
```

Several keys stand with blanks between, as they are called here (`p`, `P`, `?`, `space`, `esc`, `ctrl+g`, `f5`, `left`); they take the place of those that the action had. A row of keys,
such as the digits, takes as many as it had, in their order. A name or a key that there is none of, or a key that does something else on the same
screen, is reported when the program starts, with its place. The last line of a screen and its help then name your keys; a sentence that speaks of a key names the one that it had at
first.

This page is made from the program itself: `python -m tests.tools.make_keys`.
"""


def row(action: Action) -> str:
    keys = ", ".join(f"`{key_name(key)}`" for key in action.keys)
    return f"| {keys} | `{action.id}` | {action.help} |"


def page() -> str:
    parts = [HEAD]
    for screen in sorted(SCREENS, key=list(TITLES).index):
        rows = "\n".join(row(action) for action in actions(screen) if action.keys)
        parts.append(f"## {TITLES[screen]}\n\n| key | name | what it does |\n|---|---|---|\n{rows}\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
