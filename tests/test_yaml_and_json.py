"""What reads YAML and JSON: the safe loader alone, and one way in for what others may have written."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import yaml

from simulator import settings
from simulator.decoding import Number, Whole, decode
from simulator.documents.nodes import LOADER, MAX_DEPTH, MAX_EVENTS, read
from simulator.errors import SettingsError
from simulator.files import read_whole

SIMULATOR = Path(__file__).parents[1] / "simulator"

SAFE = {
    "dump", "safe_dump", "parse", "SafeDumper", "SafeLoader", "CSafeLoader", "YAMLError", "MarkedYAMLError", "Mark", "Node", "ScalarNode",
    "CollectionNode", "SequenceNode", "MappingNode", "NodeEvent", "ScalarEvent", "CollectionStartEvent", "CollectionEndEvent",
    "MappingStartEvent", "DocumentStartEvent",
}  # fmt: skip
"""Of the names of PyYAML; `load` and its kind are not among them: events are looked at before anything is made of them."""


def trees(word: str) -> Iterator[tuple[str, ast.Module]]:
    """The modules in which a word stands."""
    for path in sorted(SIMULATOR.rglob("*.py")):
        if word in (text := path.read_text(encoding="utf-8")):
            yield str(path.relative_to(SIMULATOR)), ast.parse(text)


def test_yaml_is_read_by_the_safe_loader_alone() -> None:
    uses: dict[str, set[str]] = {}
    for name, tree in trees("yaml"):
        for node in ast.walk(tree):
            match node:
                case ast.Attribute(value=ast.Name(id="yaml"), attr=attribute):
                    uses.setdefault(attribute, set()).add(name)
                case ast.ImportFrom(module=str(module)) if module.split(".")[0] in ("yaml", "ruamel", "_yaml"):
                    raise AssertionError(f"{name} imports from {module}")
                case ast.Call(func=ast.Attribute(value=ast.Name(id="yaml"), attr="parse"), keywords=keywords):
                    assert [ast.unparse(each) for each in keywords] == ["Loader=LOADER"]
    assert set(uses) <= SAFE
    assert uses["parse"] == {"documents/nodes.py"}
    assert issubclass(LOADER, yaml.SafeLoader | getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def test_what_is_deep_wide_or_shared_is_refused_before_it_is_built() -> None:
    billion = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))
    for text, sentence in (
        (billion, "Anchors (&name) and aliases"),
        ("a: " + "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), "nested too deeply"),
        (f"a: [{'x, ' * MAX_EVENTS}x]", "more than a bank can hold"),
        ("a: !!python/object/apply:os.system [ls]", "Tags (tag:yaml.org,2002:python/object/apply:os.system)"),
    ):
        document = read(text.encode(), "bank", "questions")
        assert document.top is None
        assert sentence in document.findings[0].message


def test_json_of_others_comes_in_one_way() -> None:
    """Only processes and databases of our own are read without it, and what is shipped."""
    uses = set()
    for name, tree in trees("json"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and ast.unparse(node) in (
                "msgspec.json.decode",
                "json.loads",
                "json.load",
            ):
                uses.add(name)
    assert uses == {"speech/worker.py"}


@pytest.mark.parametrize(
    "data", [b'{"name":"\xff"}', b"\xff", b"[" * 100_000, b"", b"{", b'{"a":1e999}', b'{"a":"\\ud800"}'], ids=range(7)
)
def test_whatever_is_wrong_with_json_is_one_kind_of_error(data: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        decode(data, dict[str, object])


def test_numbers_that_nobody_measured_are_refused() -> None:
    for text in (b"1e300", b"-1e10"):
        with pytest.raises(msgspec.DecodeError):
            decode(text, Number)
    with pytest.raises(msgspec.DecodeError):
        decode(b"99999999999999999999", Whole)


def test_a_file_without_end_is_not_read_to_it(home: Path) -> None:
    home.mkdir()
    with pytest.raises(OSError, match="too large"):
        read_whole(Path("/dev/zero"), 1000)
    (home / "settings.json").symlink_to("/dev/zero")
    with pytest.raises(SettingsError, match="too large"):
        settings.load()
