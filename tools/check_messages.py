"""Messages complete both ways: every string has its Arabic, every Arabic its string, none is outside gettext,
and no string has one Arabic here and another there.

Run by `make check`; `--collect` (make messages) writes the catalogues anew instead of checking them.
"""

import ast
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "taawun"
GROUPS = ("ground", "people", "common", "work", "face")
CATALOGUE = Path("locale/ar/LC_MESSAGES/django.po")
FORMS = 6  # none, one, two, few, many, other
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
LETTER = re.compile(r"[A-Za-z\u0621-\u064A\u0671-\u06D3]")
ALLOWED = re.compile(r"Taawun|تعاون|CSV|XLSX|العربية|English|&\w+;")
SPOKEN = {"title", "alt", "aria-label", "placeholder", "aria-description", "aria-roledescription"}
SAYING = {"Refused", "ValidationError"}  # calls whose first argument a user reads
READ = {"label", "violation_error_message", "empty_label"}  # keyword arguments that a user reads
SILENT = {"script", "style", "code", "kbd"}


def apps() -> list[Path]:
    """List the apps of the house."""
    return sorted(one for group in GROUPS for one in (PACKAGE / group).iterdir() if (one / "__init__.py").exists())


def collect(app: Path) -> None:
    """Write the strings of `app` into its catalogue, as Django does."""
    command = [sys.executable, "-m", "django", "makemessages", "-l", "ar", "--no-location", "--no-wrap", "-v", "0"]
    done = subprocess.run([*command, "-i", "tests/*"], cwd=app, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{app}: {done.stderr}")


def collected(app: Path) -> polib.POFile:
    """Collect the strings of a copy of `app`, so that a check changes nothing."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / app.name
        shutil.copytree(app, copy, ignore=shutil.ignore_patterns("tests", "static", "__pycache__", "*.mo"))
        (copy / "locale").mkdir(exist_ok=True)
        collect(copy)
        return polib.pofile(str(copy / CATALOGUE)) if (copy / CATALOGUE).exists() else polib.POFile()


def placeholders(text: str) -> set[str]:
    """Find what a translation must carry over; `%%` is a sign, not a place."""
    return set(PLACEHOLDER.findall(text.replace("%%", "")))


def faults_of_entry(entry: polib.POEntry) -> Iterator[str]:
    """Say what is wrong with one entry."""
    if entry.obsolete:
        yield "obsolete: no code says it any more"
        return
    if entry.fuzzy:
        yield "fuzzy: somebody must look at it"
    forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(form.strip() for form in forms):
        yield "not translated"
        return
    if entry.msgid_plural:
        if len(forms) != FORMS:
            yield f"{len(forms)} plural forms instead of {FORMS}"
        # One and two are words of their own in Arabic, so a form may leave the number out, but add nothing.
        wanted = placeholders(entry.msgid) | placeholders(entry.msgid_plural)
        if any(placeholders(form) - wanted for form in forms):
            yield "a form has a placeholder that the English has not"
    elif placeholders(entry.msgid) != placeholders(entry.msgstr):
        yield f"placeholders differ: {sorted(placeholders(entry.msgid) ^ placeholders(entry.msgstr))}"


def key(entry: polib.POEntry) -> tuple[str, str]:
    """Give what makes two entries the same."""
    return entry.msgctxt or "", entry.msgid


def catalogue_faults(app: Path) -> Iterator[str]:
    """Hold the catalogue of `app` against its code, both ways."""
    said = {key(entry) for entry in collected(app) if not entry.obsolete}
    path = app / CATALOGUE
    if not path.exists():
        if said:
            yield f"{app}: {len(said)} strings and no catalogue"
        return
    catalogue = polib.pofile(str(path))
    if f"nplurals={FORMS}" not in catalogue.metadata.get("Plural-Forms", ""):
        yield f"{path}: the header does not say nplurals={FORMS}"
    have = {key(entry) for entry in catalogue if not entry.obsolete}
    for _, msgid in sorted(said - have):
        yield f"{path}: missing: {msgid!r}"
    for _, msgid in sorted(have - said):
        yield f"{path}: no code says {msgid!r} any more"
    for entry in catalogue:
        for fault in faults_of_entry(entry):
            yield f"{path}:{entry.linenum}: {entry.msgid!r}: {fault}"


def conflicts(catalogues: Iterable[Path]) -> Iterator[str]:
    """Find one English in two catalogues with two Arabics: Django merges them, so one would hide the other."""
    said: dict[tuple[str, str], tuple[Path, polib.POEntry]] = {}
    for path in catalogues:
        for entry in polib.pofile(str(path)):
            if entry.obsolete:
                continue
            first, other = said.setdefault(key(entry), (path, entry))
            if (other.msgstr, other.msgstr_plural) != (entry.msgstr, entry.msgstr_plural):
                yield (
                    f"{path}:{entry.linenum}: {entry.msgid!r} is said otherwise in {first}:{other.linenum}."
                    " Use one wording, or give one of the two senses a context."
                )


def blank(text: str, pattern: str) -> str:
    """Take out what matches and keep the line ends, so that line numbers stay true."""
    return re.sub(pattern, lambda found: re.sub(r"[^\n]+", " ", found[0]), text, flags=re.DOTALL)


def without_template(text: str) -> str:
    """Take out of a template what gettext or a variable says."""
    for pattern in (
        r"\{%-?\s*comment\b.*?\{%\s*endcomment\s*%\}",
        r"\{#.*?#\}",
        r"\{%\s*(blocktrans(?:late)?)\b.*?\{%\s*endblocktrans(?:late)?\s*%\}",
        r"\{\{.*?\}\}",
        r"\{%.*?%\}",
    ):
        text = blank(text, pattern)
    return text


class Scan(HTMLParser):
    """Finds letters that a reader would see or hear."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        for name, value in attrs:
            if name in SPOKEN and value:
                self.say(value)

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.say(data)

    def say(self, text: str) -> None:
        if LETTER.search(ALLOWED.sub("", text)):
            self.found.append((self.getpos()[0], " ".join(text.split())))


def template_faults() -> Iterator[str]:
    """Find text of templates that stands outside gettext."""
    for path in sorted(PACKAGE.glob("*/*/templates/**/*.html")):
        scan = Scan()
        scan.feed(without_template(path.read_text(encoding="utf-8")))
        for line, text in scan.found:
            yield f"{path}:{line}: outside gettext: {text!r}"
    for path in sorted(PACKAGE.glob("*/*/templates/**/*.txt")):
        for line, text in enumerate(without_template(path.read_text(encoding="utf-8")).splitlines(), 1):
            if LETTER.search(ALLOWED.sub("", text)):
                yield f"{path}:{line}: outside gettext: {text.strip()!r}"


def code_faults() -> Iterator[str]:
    """Find strings that code hands to a user past gettext."""
    for path in sorted(PACKAGE.glob("*/*/**/*.py")):
        if {"tests", "migrations"} & set(path.parts):
            continue
        try:
            tree = ast.parse(path.read_text(encoding="utf-8"))
        except SyntaxError as error:
            yield f"{path}:{error.lineno}: {error.msg}"
            continue
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            heard = node.args[:1] if name in SAYING else []
            heard += [word.value for word in node.keywords if word.arg in READ]
            for value in heard:
                if isinstance(value, ast.JoinedStr) or (
                    isinstance(value, ast.Constant) and isinstance(value.value, str) and LETTER.search(value.value)
                ):
                    yield f"{path}:{value.lineno}: outside gettext: {ast.unparse(value)}"


def main() -> None:
    """Print every fault and fail if there is one."""
    if "--collect" in sys.argv[1:]:
        for app in apps():
            if (app / "locale").is_dir():
                collect(app)
        return
    if shutil.which("xgettext") is None:
        sys.exit("xgettext is missing (Debian: apt-get install gettext); messages cannot be checked.")
    faults = [fault for app in apps() for fault in catalogue_faults(app)]
    faults += conflicts(path for app in apps() if (path := app / CATALOGUE).exists())
    faults += [*template_faults(), *code_faults()]
    root = f"{PACKAGE.parents[1]}/"
    for fault in faults:
        print(fault.replace(root, ""))
    if faults:
        sys.exit(f"{len(faults)} faults in messages.")


if __name__ == "__main__":
    main()
