"""A session in which everything that a person can write or say is markup, script or worse."""

from __future__ import annotations

from pathlib import Path

from simulator.interview import events as ev
from simulator.sessions.store import SessionWriter, open_session
from tests.tui import sessions

SCRIPT = "</script><script>window.ran=1</script>"
IMAGE = "<img/src=x/onerror=window.ran=2>"
ATTRIBUTE = "\"'><svg/onload=window.ran=3>"
TEMPLATE = "{{7*7}}{%endraw%}"
COMMENT = "<!--"
REVERSED = "\u202egnp.exe"
CONTROL = "\x00\x08\x1b[31m\ufffe"

ALL = (SCRIPT, IMAGE, ATTRIBUTE, TEMPLATE, COMMENT)
SAID = (
    f"I was {SCRIPT} in the warehouse and um the delivery {IMAGE} was late for the third time. So I | rang {ATTRIBUTE} the"
    f" supplier {TEMPLATE} myself and uh {COMMENT} asked them why. They had changed the route, um, so we {REVERSED} agreed on"
    f" a later slot. In the end we had 12 {SCRIPT} deliveries in a row on time. =1+1 {CONTROL} waited any more."
)
NOTE = f"looked up {SCRIPT} {IMAGE}\nsecond line {COMMENT} {CONTROL}"
NAME = f"{IMAGE} & {SCRIPT}"


def session() -> Path:
    folder = sessions.spoken(said=SAID)
    with SessionWriter.reopen(open_session(folder)) as writer:
        t = writer.state.t
        writer.take_in(ev.Noted(t=t, by="friend", text=NOTE, take="q01-t1", at=5.0))
        writer.take_in(ev.Noted(t=t, by="candidate", text=NOTE))
        writer.take_in(
            ev.MomentMarked(t=t, by="friend", kind="unclear", take="q01-t1", at=6.0, author=NAME, id="marked")
        )
        writer.take_in(
            ev.SessionRated(
                t=t, by="friend", fluency=None, preparedness=None, scales={"structure": 5, "warmth": 1}, remark=NOTE,
                author=NAME, id="rated",
            )
        )  # fmt: skip
        writer.take_in(ev.SessionNamed(t=t, by="candidate", name=NAME))
        writer.take_in(ev.SessionTagged(t=t, by="candidate", tags=("=cmd()", IMAGE)))
    return folder
