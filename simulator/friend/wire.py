"""What goes over the socket between the friend's page and the program: a fixed set of messages, one JSON object each. Pure.

The page never sends keys, paths or commands: only what a friend may do. Everything is checked before it is looked at: its size,
its type, its fields and their ranges. The messages are described in `docs/friend.md`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

from simulator.decoding import using
from simulator.friend.view import View
from simulator.interview import events as ev
from simulator.text import plain, short_name

MOST_BYTES = 65_536
"""Of one message; the longest note, every letter of it escaped, is shorter."""

NAME_SHOWN = 40
"""Letters of a guest's name that are kept."""

Text = Annotated[str, msgspec.Meta(max_length=10_000)]
Id = Annotated[str, msgspec.Meta(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9-]+$")]
Take = Annotated[str, msgspec.Meta(max_length=20)]
Step = Annotated[int, msgspec.Meta(ge=1, le=5)]
Seconds = Annotated[float, msgspec.Meta(ge=0, le=86_400)]

Mark = Literal["strong", "unclear", "filler"]


class _Message(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type"):
    pass


# From the page


class Knock(_Message, frozen=True, kw_only=True, tag="knock"):
    """The first message of a new guest. `page` is a secret of the page's own: by it the page is known again when it loses its connection
    while it waits, or in the very moment in which it is let in."""

    code: Annotated[str, msgspec.Meta(max_length=40)]
    name: Text
    page: Annotated[str, msgspec.Meta(max_length=100)] = ""


class ComeBack(_Message, frozen=True, kw_only=True, tag="come_back"):
    """The first message of a guest who was let in before: `seen` events of `session` need not be sent again."""

    token: Annotated[str, msgspec.Meta(max_length=100)]
    session: Annotated[str, msgspec.Meta(max_length=200)] = ""
    seen: Annotated[int, msgspec.Meta(ge=0, le=10_000_000)] = 0


class _Wish(_Message, frozen=True, kw_only=True):
    """Something the friend does. It is done once, however often it is sent: `id` is the page's own, and the answer names it."""

    id: Id


class Move(_Wish, frozen=True, kw_only=True):
    """A wish that leads the interview. `moment` is that of the view for which it was meant: whatever the candidate did while it was on its way, it
    is not done in another one. Without it, it is meant for any."""

    moment: Annotated[str, msgspec.Meta(max_length=200)] = ""


class Next(Move, frozen=True, kw_only=True, tag="next"):
    """On to the next question."""


class Repeat(Move, frozen=True, kw_only=True, tag="repeat"):
    """The question once more, or another take of it after an answer."""


class Over(Move, frozen=True, kw_only=True, tag="over"):
    """The answer is over."""


class Pause(Move, frozen=True, kw_only=True, tag="pause"):
    """Nothing moves until it is sent again."""


class TakeYourTime(Move, frozen=True, kw_only=True, tag="take_your_time"):
    """Shown to the candidate."""


class Ask(Move, frozen=True, kw_only=True, tag="ask"):
    """One of the bank's follow-ups, by its number (from 0)."""

    number: Annotated[int, msgspec.Meta(ge=0, le=50)]


class FollowUp(Move, frozen=True, kw_only=True, tag="follow_up"):
    """A follow-up in the friend's own words, to be asked when the answer is over."""

    text: Text


class Tick(_Wish, frozen=True, kw_only=True, tag="tick"):
    take: Take
    point: Annotated[str, msgspec.Meta(max_length=100)]
    on: bool


class Note(_Wish, frozen=True, kw_only=True, tag="note"):
    """`at`: the second of the take at which it was begun. One that is beyond the take is its end."""

    text: Text
    take: Take = ""
    at: Seconds | None = None


class MarkMoment(_Wish, frozen=True, kw_only=True, tag="mark"):
    """`at`: the second of the take at which it was tapped. Without a take it is this moment."""

    kind: Mark
    take: Take = ""
    at: Seconds | None = None


class Rate(_Wish, frozen=True, kw_only=True, tag="rate"):
    """The friend's rating of the whole, by the keys of `interview.scales`; `remark` in their own words."""

    scales: dict[Annotated[str, msgspec.Meta(max_length=40)], Step]
    remark: Text = ""


Wish = Next | Repeat | Over | Pause | TakeYourTime | Ask | FollowUp | Tick | Note | MarkMoment | Rate
Incoming = Knock | ComeBack | Wish


# To the page


class AtDoor(_Message, frozen=True, kw_only=True, tag="at_door"):
    """The code was right; the candidate has to let the guest in."""


class Refused(_Message, frozen=True, kw_only=True, tag="refused"):
    """Nothing more comes on this connection. `for_good`: the page need not try again by itself."""

    why: str
    for_good: bool = True


class Admitted(_Message, frozen=True, kw_only=True, tag="admitted"):
    """Let in, or back again. `token` is for coming back."""

    token: str


class Happened(_Message, frozen=True, kw_only=True, tag="happened"):
    """Event number `seq` (from 1) of `session`, as far as it is the friend's to see; None where it is not. All come, in their order."""

    session: str
    seq: int
    event: dict[str, Any] | None


class Showing(_Message, frozen=True, kw_only=True, tag="showing"):
    """How things stand after the events before it: all that the page shows."""

    view: View


class Done(_Message, frozen=True, kw_only=True, tag="done"):
    """The wish `id` was done, or why it was not."""

    id: str
    why: str = ""


Outgoing = AtDoor | Refused | Admitted | Happened | Showing | Done


class Fault(msgspec.DecodeError):
    """A message that is none; one sentence says why."""


_decoder: msgspec.json.Decoder[Incoming] = msgspec.json.Decoder(Incoming)
_encoder = msgspec.json.Encoder()


def encode(message: Incoming | Outgoing) -> str:
    """As it goes over the socket."""
    return _encoder.encode(message).decode()


def decode(data: str | bytes) -> Incoming:
    """Raises Fault for everything that is not one of the messages."""
    if len(data) > MOST_BYTES:
        raise Fault("The message is too long.")
    try:
        return using(_decoder, data)
    except msgspec.DecodeError as error:
        raise Fault(plain(f"Not a message: {error}.")) from error


def name(given: str) -> str:
    """A guest's name as it is kept and shown: one short line, in which something can be seen."""
    return short_name(given, NAME_SHOWN) or "your friend"


_SEEN: dict[type[ev.Event], tuple[str, ...]] = {
    ev.QuestionAsked: ("question", "take", "text", "follow_up"),
    ev.QuestionSpoken: (),
    ev.ThinkingStarted: ("seconds",),
    ev.ThinkingEnded: (),
    ev.AnswerStarted: (),
    ev.AnswerEnded: ("why", "seconds"),
    ev.QuestionSkipped: (),
    ev.WentOn: (),
    ev.Paused: (),
    ev.Resumed: (),
    ev.SessionLeft: (),
    ev.SessionEnded: (),
    ev.PointTicked: ("take", "point", "on"),
}
"""What a friend sees of events by whomever; of their own they see all. Not here is what the candidate says, types, feels and forecasts, the prep sheet,
and everything that the program found."""


def seen(event: ev.Event) -> dict[str, Any] | None:
    """An event as far as it is the friend's to see: a JSON object with its type, `t` and `by`."""
    fields = msgspec.to_builtins(event)
    if event.by == "friend":
        return fields  # type: ignore[no-any-return]
    shown = _SEEN.get(type(event))
    return None if shown is None else {name: fields[name] for name in ("type", "t", "by", *shown)}
