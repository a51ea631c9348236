"""From a file's bytes to YAML nodes. What no file of ours may hold is refused here, before anything is built from it.

A file that YAML cannot read is cut at the items of its longest list, and each is read by itself: one slip hides only
the item that it stands in, and every slip is found in one go.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml

from simulator.text import plain

MAX_BYTES = 1_000_000
MAX_DEPTH = 8
"""Nesting of lists and mappings; a bank needs 6, a prep sheet 5."""

MAX_EVENTS = 100_000
"""Texts, lists and mappings, with the ends of the latter two; a bank of 25 questions has about 3,000."""

MAX_PIECES = 1000
"""A broken file with more items than this is not cut, so that it cannot keep the reader busy."""

LOADER: type[yaml.SafeLoader] | type[yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's parser where PyYAML was built with it, about ten times as fast. The faults are the same but for rare
signs in rare places: PyYAML's own parser refuses a question mark in an unquoted text within brackets."""

_REFUSED = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""Control characters, other line ends than the usual ones, halves of characters, byte order marks."""

TEXT = "tag:yaml.org,2002:str"

_STAND_IN = "\N{REPLACEMENT CHARACTER}"


class Finding(NamedTuple):
    """What is wrong on a line (counted from 1) and what to do about it."""

    line: int
    message: str
    mend: str


class Piece(NamedTuple):
    """A node and the number of lines above the text that it was read from."""

    node: yaml.Node
    above: int


class Document(NamedTuple):
    """The mapping at the top. `items` is given if the file had to be cut, and then `top` is without that list."""

    top: yaml.Node | None
    items: list[Piece] | None
    findings: list[Finding]


def read(data: bytes, what: str, listed: str) -> Document:
    """The nodes of a file, and every fault that is one of the file and not of what it says. `what` the file is called,
    and the key of the list at whose items it is cut."""
    if len(data) > MAX_BYTES:
        mend = f"Split it into several {what}s."
        return Document(None, None, [Finding(1, f"This file is larger than {MAX_BYTES // 1_000_000} MB.", mend)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Document(
            None, None, [Finding(line, "This is not UTF-8 text.", "Save the file as UTF-8 in your editor.")]
        )
    findings = _raw_findings(text)
    if findings:
        text = _REFUSED.sub(_STAND_IN, text).replace("\t", " ")
    whole, broken = _compose(text, what)
    if not broken:
        return Document(whole, None, findings)
    pieces = _read_pieces(text, what, listed)
    if pieces is None or not pieces.findings:
        pieces = Document(None, None, broken)
    told = {finding.line for finding in findings}
    return pieces._replace(findings=findings + [finding for finding in pieces.findings if finding.line not in told])


def _raw_findings(text: str) -> list[Finding]:
    """Characters that do not belong in the file, the first of each line. Reading goes on with stand-ins for them."""
    findings: list[Finding] = []
    for number, line in enumerate(re.split("\r\n|\r|\n", text), start=1):
        if found := _REFUSED.search(line):
            message = f"A character that cannot be shown stands here ({code_point(found[0])})."
            findings.append(Finding(number, message, "Take it out."))
        elif "\t" in line:
            findings.append(Finding(number, "A tab stands here.", "Use spaces: editors show tabs in many widths."))
    return findings


def refused(text: str) -> str | None:
    """The first character of a text that may not be in a file; YAML's escapes bring them in past the raw file."""
    found = _REFUSED.search(text)
    return found[0] if found else None


def code_point(character: str) -> str:
    return f"U+{ord(character):04X}"


def _compose(text: str, what: str, above: int = 0) -> tuple[yaml.Node | None, list[Finding]]:
    """The node of one YAML document, or what is wrong with it. As `yaml.compose` does it, but looking at every event
    first: nothing deep, endless, shared or tagged is ever built."""
    findings: list[Finding] = []

    def fault(mark: Any, message: str, mend: str) -> None:
        findings.append(Finding(mark.line + 1 + above, message, mend))

    too_deep = (f"This is nested too deeply for a {what}.", "Mind the indentation and brackets.")
    documents: list[yaml.Node] = []
    within: list[yaml.CollectionNode] = [yaml.SequenceNode("", documents)]
    try:
        for number, event in enumerate(yaml.parse(text, Loader=LOADER)):
            mark: Any = event.start_mark  # of one of two types, which PyYAML's nodes are not typed for
            if isinstance(event, yaml.ScalarEvent):
                within[-1].value.append(yaml.ScalarNode(_tag(event), event.value, mark))
            elif isinstance(event, yaml.CollectionStartEvent):
                shape = yaml.MappingNode if isinstance(event, yaml.MappingStartEvent) else yaml.SequenceNode
                within[-1].value.append(shape("", [], mark))
                within.append(within[-1].value[-1])
            elif isinstance(event, yaml.CollectionEndEvent):
                closed = within.pop()
                if isinstance(closed, yaml.MappingNode):
                    closed.value = list(zip(closed.value[::2], closed.value[1::2], strict=False))
            elif isinstance(event, yaml.DocumentStartEvent) and len(documents) == 1:
                fault(mark, "A second document begins here.", f"Keep one {what} in a file: take --- away.")
            if isinstance(event, yaml.NodeEvent):
                if event.anchor:
                    mend = "Write the text out in each place; a text that begins with & or * belongs in quotes."
                    fault(mark, f"Anchors (&name) and aliases (*name) are not read in {what}s.", mend)
                elif tag := getattr(event, "tag", None):
                    mend = "Take it away; a text that begins with ! belongs in quotes."
                    fault(mark, f"Tags ({plain(tag)}) are not read in {what}s.", mend)
                if len(within) > MAX_DEPTH + 1:
                    fault(mark, *too_deep)
                    break
                if number > MAX_EVENTS:
                    fault(mark, f"This is more than a {what} can hold.", f"Split it into several {what}s.")
                    break
    except yaml.YAMLError as error:
        if isinstance(error, yaml.MarkedYAMLError) and "nesting depth" in str(error.problem):
            # A newer libyaml looks ahead, and gives up by itself.
            findings.append(Finding((error.problem_mark.line if error.problem_mark else 0) + 1 + above, *too_deep))
        else:
            findings.append(_syntax_finding(error, text, above))
    except ValueError:  # PyYAML's own parser lets escapes such as "\U00110000" through to chr()
        findings.append(Finding(above + 1, "An escape here names no character.", "Write the character itself."))
    return (documents[0] if documents and not findings else None), findings


def _tag(event: yaml.ScalarEvent) -> str:
    """What YAML takes a scalar for: text, unless it stands without quotes and looks like something else."""
    if event.implicit[0]:
        for tag, pattern in yaml.SafeLoader.yaml_implicit_resolvers.get(event.value[:1], ()):
            if pattern.match(event.value):
                return str(tag)
    return TEXT


def _syntax_finding(error: yaml.YAMLError, text: str, above: int) -> Finding:
    """Told in words of our own: the two parsers name the same slip differently."""
    context, problem = (str(getattr(error, name, None) or "") for name in ("context", "problem"))
    opened = context.startswith("while parsing a flow") or "end of stream" in problem
    mark = (opened and getattr(error, "context_mark", None)) or getattr(error, "problem_mark", None)
    lines = text.splitlines() or [""]
    index = min(mark.line if mark else 0, len(lines) - 1)
    line, column = lines[index], mark.column if mark else 0
    if problem.startswith("mapping values"):
        message = "YAML takes a colon on this line for the end of a key."
        mend = "Put the whole text in quotes, and check the indentation."
    elif opened:
        message, mend = "What opens on this line, a quote or a bracket, is not closed.", "Close it, or quote the text."
    elif "cannot start any token" in problem:
        message, mend = f"A text cannot begin with {plain(line[column : column + 1])}.", "Put the text in quotes."
    elif "escape" in problem:
        message = "A backslash between double quotes is followed by what YAML does not know."
        mend = "Write two backslashes, or use single quotes."
    else:
        message = "YAML cannot make sense of this line."
        mend = "Check its indentation, dash, quotes and brackets, and those of the line above."
    return Finding(index + 1 + above, message, mend)


def _read_pieces(text: str, what: str, listed: str) -> Document | None:
    """The file cut at the items of that list, each read by itself. None if it has no such list."""
    lines = text.splitlines(keepends=True)
    start = next((number for number, line in enumerate(lines) if line.startswith(f"{listed}:")), None)
    dash = re.compile(r"( *)-(\s|$)")
    first = next((found for line in lines[start:] if (found := dash.match(line))), None) if start is not None else None
    if start is None or first is None:
        return None
    begins = (first[1] + "- ", first[1] + "-\n", first[1] + "-\r")
    top: list[str] = []
    cut: list[tuple[int, list[str]]] = []
    inside = False
    for number, line in enumerate(lines):
        if number > start and line.startswith(begins):
            inside = True
            cut.append((number, []))
        elif line[0] not in " \t\r\n#-":
            inside = False
        if inside:
            cut[-1][1].append(line)
        top.append("\n" if inside else line)
    if len(cut) > MAX_PIECES:
        return None
    node, findings = _compose("".join(top), what)
    items: list[Piece] = []
    for above, piece in cut:
        item, broken = _compose("".join(piece), what, above)
        findings += broken
        if isinstance(item, yaml.SequenceNode):
            items += (Piece(each, above) for each in item.value)
    return Document(node, items, findings)
