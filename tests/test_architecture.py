"""The page on the architecture: what it names is there, and what it adds by example works in a copy of the program."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PROSE = re.sub(r"^```.*?^```$", "", TEXT, flags=re.MULTILINE | re.DOTALL)
EXAMPLES = dict(re.findall(r"^### (.+?)\n.*?^```diff\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL))


def defined_in(file: Path) -> set[str]:
    """What a module defines, methods behind their class: `Class.method`."""

    def names(body: list[ast.stmt], within: str) -> set[str]:
        found = set()
        for node in body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                found.add(f"{within}{node.name}")
                found |= names(node.body, f"{within}{node.name}.") if isinstance(node, ast.ClassDef) else set()
        return found

    return names(ast.parse(file.read_text(encoding="utf-8")).body, "")


def test_every_path_in_the_page_exists() -> None:
    paths = set(re.findall(r"`((?:simulator|tests|docs|question_banks)[/\w.-]*|[\w.-]+\.toml)`", PROSE))
    paths |= set(re.findall(r"^    (simulator/\w+) ", PROSE, re.MULTILINE))
    assert len(paths) > 30
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_picture_has_every_room() -> None:
    rooms = {each.parent.relative_to(ROOT).as_posix() for each in (ROOT / "simulator").glob("*/__init__.py")}
    assert rooms - {"simulator/recordings"} == set(re.findall(r"^    (simulator/\w+) ", PROSE, re.MULTILINE))


@pytest.mark.parametrize(("path", "name"), re.findall(r"`((?:simulator|tests)/[\w/]+\.py)` `([\w.]+)`", PROSE))
def test_every_name_in_the_page_is_where_it_says(path: str, name: str) -> None:
    assert name in defined_in(ROOT / path)


@pytest.mark.parametrize(("path", "name"), re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PROSE))
def test_every_test_in_the_page_exists(path: str, name: str) -> None:
    assert name in defined_in(ROOT / path)


@pytest.mark.parametrize("title", EXAMPLES)
def test_an_example_touches_as_much_as_it_says(title: str) -> None:
    example = EXAMPLES[title]
    files = len(re.findall(r"^\+\+\+ ", example, re.MULTILINE))
    lines = len(re.findall(r"^\+(?!\+\+ )", example, re.MULTILINE))
    said = TEXT.partition(f"### {title}\n")[2].partition("```")[0]
    assert f"**{files} files, {lines} lines" in said


def apply(example: str, folder: Path) -> None:
    """Each hunk stands for the one place in its file that has its lines; a file that is not there begins empty."""
    for change in re.split(r"^\+\+\+ ", example, flags=re.MULTILINE)[1:]:
        path, _, rest = change.partition("\n")
        file = folder / path
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        for hunk in rest.split("@@\n")[1:]:
            lines = hunk.splitlines(keepends=True)
            before, after = ("".join(line[1:] or line for line in lines if line[0] in f"{sign} \n") for sign in "-+")
            assert text.count(before) == 1, f"{path} has not once:\n{before}"
            text = text.replace(before, after)
        file.write_text(text, encoding="utf-8")


USED = """
import asyncio
from pathlib import Path
from pkgutil import resolve_name

from simulator.questions.load import load_banks
from simulator.scoring.scorecard import score_answer
from simulator.settings import Settings
from simulator.speech.models import KINDS, list_models
from simulator.speech.transcript import Typed
from simulator.tui.app import MockInterviewApp

card = score_answer(Typed(text="I packed it, we sent it, and I rang them."), question=None, allow_short=True)
assert round(card.preparedness.dimensions["ownership"].value) == 67
assert card.whole

for name in KINDS["sphinx"].needed:
    file = Path("model", name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()
chosen = list_models(Settings(model_folder="model"))[0]
assert chosen.kind == "sphinx"
assert callable(resolve_name(KINDS[chosen.kind].opens))

assert load_banks().banks["library"].questions[0].ref == "library/loud-reader"

async def opened() -> None:
    app = MockInterviewApp(Settings(), "about")
    async with app.run_test() as pilot:
        assert "mock-interview" in str(app.screen.query_one("Words").render())
        await pilot.press("escape")
        assert app.screen.NAME == "home"

asyncio.run(opened())
"""


def test_the_examples_work_together_in_a_copy_of_the_program(tmp_path: Path) -> None:
    for folder in ("simulator", "question_banks", "tests/tools"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for example in EXAMPLES.values():
        apply(example, tmp_path)
    (bank,) = re.findall(r"```yaml\n(.*?)```", (ROOT / "question_banks" / "README.md").read_text("utf-8"), re.DOTALL)
    (tmp_path / "question_banks" / "library.yaml").write_text(bank, encoding="utf-8")
    assert f"**1 file, {len(bank.splitlines())} lines.**" in TEXT
    done = subprocess.run([sys.executable, "-c", USED], check=False, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
