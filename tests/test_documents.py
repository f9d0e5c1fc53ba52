"""Documents that cannot lie: what the reference must name is read from the code, and links lead somewhere."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import taawun
from taawun.ground.records.steps import declared

REPOSITORY = Path(__file__).parents[1]
REFERENCE = REPOSITORY / "docs" / "reference"
PACKAGE = REPOSITORY / "src" / "taawun"
DOCUMENTS = sorted([*REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/**/*.md"), REPOSITORY / "scenarios" / "README.md"])
# started by name in face/cli/main.py; management commands are found by their files
WITHOUT_A_FILE = {"up", "console"}


def reference(page):
    return (REFERENCE / page).read_text(encoding="utf-8")


def commands():
    files = PACKAGE.glob("*/*/management/commands/*.py")
    return WITHOUT_A_FILE | {file.stem for file in files if not file.stem.startswith("_")}


def variables():
    sources = [
        *PACKAGE.rglob("*.py"),
        *REPOSITORY.glob("tests/*.py"),
        REPOSITORY / "conftest.py",
        REPOSITORY / "Makefile",
    ]
    text = "\n".join(file.read_text(encoding="utf-8") for file in sources if file != Path(__file__))
    return set(re.findall(r"\b(?:TAAWUN_[A-Z_]+|DATABASE_(?:OWNER_)?URL|CHROMIUM|PORT)\b(?==|[\"'])", text))


def steps():
    for found in pkgutil.walk_packages(taawun.__path__, "taawun."):
        if ".tests" in found.name or ".migrations" in found.name or found.name.endswith("config.web"):
            continue
        module = importlib.import_module(found.name)
        for step in declared(module).values():
            if step.body.__module__ == module.__name__:
                yield step


def test_the_reference_has_each_command_under_a_heading_of_its_own():
    headed = set(re.findall(r"^## `(\w+)`$", reference("commands.md"), re.MULTILINE))
    assert headed == commands()


def test_the_reference_has_each_variable_of_the_environment():
    known = variables()
    assert {"TAAWUN_VAR", "DATABASE_URL", "PORT"} <= known  # or nothing was looked for
    assert known - set(re.findall(r"`([A-Z_]+)`", reference("settings.md"))) == set()


def test_the_reference_has_no_variable_that_nobody_reads():
    named = set(re.findall(r"^\| `(TAAWUN_[A-Z_]+|DATABASE_[A-Z_]+)` \|", reference("settings.md"), re.MULTILINE))
    assert named - variables() == set()


def test_the_reference_has_each_step_with_its_states_and_its_rule():
    text = reference("states.md")
    rows = [row for row in text.splitlines() if row.startswith("| `")]
    found = list(steps())
    assert "submit" in {step.name for step in found}  # or nothing was looked for
    assert {step.name for step in found if not any(described(step, row) for row in rows)} == set()
    assert {step.rule for step in found if step.rule and f"`{step.rule}`" not in text} == set()


def described(step, row):
    states = {*step.sources, *filter(None, [step.to])}
    return row.startswith(f"| `{step.name}` |") and all(words(state) in row for state in states)


def test_the_reference_has_no_step_that_was_never_declared():
    rows = re.findall(r"^\| `(\w+)` \|", reference("states.md"), re.MULTILINE)
    assert set(rows) - {step.name for step in steps()} == set()


def words(state):
    spoken = {"no_show": "no-show", "keeping": "being kept"}
    return spoken.get(state, state.replace("_", " "))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_every_link_to_a_file_leads_to_one(document):
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []
