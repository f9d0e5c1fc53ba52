"""Walks the URLconf as one viewer: every route, every declared verb, and what the pages lead to."""

import io
import itertools
import os
import re
import uuid
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import unquote, urlencode, urljoin, urlsplit

from django.db import models, transaction
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.urls import URLPattern, URLResolver, get_resolver

from taawun.common.notices.models import Notice
from taawun.ground.policy.door import Viewer
from taawun.ground.policy.models import Mandate
from taawun.people.persons.models import Person
from taawun.work.agreements.models import Agreement
from taawun.work.meetings.models import Event
from taawun.work.training import offered
from taawun.work.training.models import Assignment, Course, Nomination, NomineeList, Run, Seat, Trainer
from taawun.work.training.views.courses import ACTIONS as RUN_ACTIONS
from tests.canaries import PREFIX, Asker, Cage, Canary

# What stands in the parameters of a route. A route with a parameter that is not named here fails the walk.
SUBJECTS: dict[tuple[str, str], type[models.Model]] = {
    ("courses/", "code"): Course,
    ("runs/", "code"): Run,
    ("nominations/", "id"): Nomination,
    ("lists/", "id"): NomineeList,
    ("trainers/", "id"): Trainer,
    ("people/", "id"): Person,
    ("events/", "code"): Event,
    ("agreements/", "code"): Agreement,
    ("notices/", "id"): Notice,
    ("account/mandates/", "id"): Mandate,
}
INSIDE_A_RUN: dict[str, type[models.Model]] = {"seat": Seat, "id": Assignment}
VALUES: dict[tuple[str, str], Sequence[str]] = {
    ("parties/", "code"): ("QA", "NIRC", "QA-MOI", "XX"),
    ("figures/", "key"): ("trainees", "completions", "trainers", "participants", "courses", "runs", "none"),
    ("nominations/list", "kind"): ("csv", "xlsx", "pdf"),
    ("lists/pattern", "kind"): ("csv", "xlsx", "pdf"),
    ("nominations/", "step"): (*offered.ACTIONS, "erase"),
    ("runs/", "step"): (*RUN_ACTIONS, "erase"),
    ("password/", "uidb36"): ("1",),
    ("password/", "key"): ("abc-def",),
}
ANSWERED_IN_FULL = {  # a page of one record: 200 for whoever sees the record and may call the route
    "training:course", "training:run", "training:nomination", "persons:person", "meetings:event", "agreements:agreement",
}  # fmt: skip
NOWHERE = PREFIX + "zzqqxxwwvv"  # a word of the same make that no record holds; names are found by consonants
WHOLE = os.environ.get("TAAWUN_WALK") == "whole"  # every step on every record: before a release
LIKE_IT = 6  # links of one shape that are followed
AT_THE_CENTRE = {"badr", "omar"}
BODY = {"confirmed": "1", "reason": "a reason", "step": "accept", "go": "send", "language": "en"}

_words = re.compile(rf"{PREFIX}[a-z]{{10}}")
_ids = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_links = re.compile(r'(?:href|action|hx-get)="([^"#]+)')
_regular = re.compile(r"\(\?P(<\w+>)[^)]*\)")
_tokens = re.compile(r'(name="csrfmiddlewaretoken" value=|X-CSRFToken[^:]*:\s*)"[^"]*"', re.IGNORECASE)


@dataclass(frozen=True)
class Ask:
    """One request: on which route, and about which records."""

    route: str
    verb: str
    url: str
    about: tuple[Canary, ...] = ()
    absent: str = ""  # the same with the id of nothing
    data: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Answer:
    """What came back, as text."""

    status: int
    text: str
    headers: str


@dataclass
class Found:
    """What a walk found."""

    answers: int = 0
    leaks: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    told_apart: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    statuses: dict[str, set[int]] = field(default_factory=dict)


def routes(resolver: Any = None, prefix: str = "", space: str = "") -> Iterator[tuple[str, str, Any]]:
    """Yield the path, the name and the view of every route."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, path, f"{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            yield _regular.sub(r"\1", path).strip("^$"), f"{space}{pattern.name}", pattern.callback


class Walk:
    """A walk of one viewer through a cage."""

    def __init__(self, cage: Cage, asker: Asker, *, each: int = 1) -> None:
        """Sign the viewer in; nothing is asked yet. Of the forms and steps, every `each`-th record is tried."""
        self.each = 1 if WHOLE else each
        self.cage, self.asker, self.found = cage, asker, Found()
        self.hidden = {w: c for c in cage.canaries if not asker.sees(c) for w in c.words}
        self.shown = {w for c in cage.canaries if asker.sees(c) for w in c.words}
        self.handler, self.factory = ClientHandler(enforce_csrf_checks=False), RequestFactory()
        self.cookies = _signed_in(cage.world.accounts.get(asker.name))
        self.links: dict[str, None] = {}
        self._nothing: dict[tuple[str, str], tuple[int, str]] = {}
        self._turn = itertools.count()

    # asking

    def ask(self, verb: str, url: str, data: Sequence[tuple[str, str]] = ()) -> Answer:
        """Ask once; whatever it changed is taken back."""
        point = transaction.savepoint()
        try:
            request = self.factory.generic(
                verb, url, urlencode(data), content_type="application/x-www-form-urlencoded", HTTP_COOKIE=self.cookies
            )
            response = self.handler(request.environ)
        finally:
            transaction.savepoint_rollback(point)
        self.found.answers += 1
        headers = "\n".join(f"{k}: {v}" for k, v in response.headers.items()) + str(response.cookies)
        kind = response.headers.get("Content-Type", "")
        return Answer(response.status_code, _text(response.content, kind), headers)

    def search(self, answer: Answer, verb: str, url: str, data: Sequence[tuple[str, str]] = ()) -> None:
        """Look for words of hidden records in an answer, except those that the request itself carried."""
        sent = unquote(url) + " ".join(value for _name, value in data)
        for text in (answer.text.casefold(), unquote(answer.headers).casefold()):
            words = set(_words.findall(text)) | set(_ids.findall(text))
            self.found.seen |= words & self.shown
            for hit in words & self.hidden.keys():
                if hit not in sent:
                    canary = self.hidden[hit]
                    self.found.leaks.append(f"{verb} {url}: {canary.model.__name__} of {canary.kind}")

    # the walk

    def go(self, *, links: int = 100, searches: int = 2) -> Found:
        """Walk every route with every sample, follow what the pages lead to, and type hidden words into searches."""
        for ask in self.asks():
            self._one(ask)
        self._follow(links)
        self._type(searches)
        return self.found

    def _one(self, ask: Ask) -> None:
        answer = self.ask(ask.verb, ask.url, ask.data)
        self.search(answer, ask.verb, ask.url, ask.data)
        self._keep_links(ask, answer)
        self.found.statuses.setdefault(f"{ask.verb} {ask.route}", set()).add(answer.status)
        if answer.status >= 500:
            self.found.broken.append(f"{ask.verb} {ask.url}: {answer.status}")
        hidden = [c for c in ask.about if not self.asker.sees(c)]
        if hidden and ask.absent:
            nothing = self._of_nothing(ask)
            if nothing != bare(answer, ask.url):
                self.found.told_apart.append(f"{ask.verb} {ask.url}: {answer.status}, of nothing {nothing[0]}")
        elif self._owed(ask) and answer.status != 200:
            self.found.refused.append(f"GET {ask.url} ({ask.about[0].kind}): {answer.status}")

    def _of_nothing(self, ask: Ask) -> tuple[int, str]:
        """Return the answer to the same request about nothing; asked once, since nothing is always the same."""
        key = (ask.verb, ask.absent)
        if key not in self._nothing:
            self._nothing[key] = bare(self.ask(ask.verb, ask.absent, ask.data), ask.absent)
        return self._nothing[key]

    def _owed(self, ask: Ask) -> bool:
        """Say whether this request must be answered in full: a page of a visible record, for whoever may call it."""
        if ask.verb != "GET" or ask.route not in ANSWERED_IN_FULL or not ask.about:
            return False
        # An address of a course or run names one of the centre's: nobody else makes them.
        elsewhere = ask.about[0].model in {Course, Run} and ask.about[0].maker not in AT_THE_CENTRE
        return not elsewhere and bool(self._who[ask.route].admits(viewer_of(self.asker)))

    def asks(self) -> Iterator[Ask]:
        """Yield every request of the walk."""
        self._who = {name: view.declared[1] for _path, name, view in routes()}
        for path, name, view in routes():
            verbs, _who = view.declared
            for url, absent, about in self._filled(path):
                for verb in verbs:
                    data = tuple(BODY.items()) if verb == "POST" else ()
                    yield Ask(name, verb, url, about, absent, data)
            for verb in {"HEAD", "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} - set(verbs):
                yield Ask(name, verb, url)

    def _filled(self, path: str) -> Iterator[tuple[str, str, tuple[Canary, ...]]]:
        """Yield a path with each sample in its parameters, the same with the id of nothing, and what it is about."""
        for parts, about in self._samples(path, re.findall(r"<(?:\w+:)?(\w+)>", path)):
            url, absent = f"/{path}", f"/{path}"
            for name, value in parts.items():
                nothing = value
                if any(value in {str(c.pk), c.code} for c in about):
                    nothing = str(uuid.UUID(int=7)) if _ids.fullmatch(value) else "nothing"
                    nothing = "999999" if value.isdecimal() else nothing
                url = re.sub(rf"<(?:\w+:)?{name}>", value, url)
                absent = re.sub(rf"<(?:\w+:)?{name}>", nothing, absent)
            yield url, absent if about else "", about

    def _samples(self, path: str, names: list[str]) -> Iterator[tuple[dict[str, str], tuple[Canary, ...]]]:
        if not names:
            yield {}, ()
            return
        subject = next((m for (start, n), m in SUBJECTS.items() if path.startswith(start) and n == names[0]), None)
        if subject is None:
            yield from (({**dict(zip(names, values, strict=True))}, ()) for values in self._plain(path, names))
            return
        for canary in self._chosen(self.cage.of(subject), path, names):
            first = {names[0]: canary.code or str(canary.pk)}
            if len(names) == 1:
                yield first, (canary,)
            elif names[1] in INSIDE_A_RUN and subject is Run:
                for inner in self.cage.of(INSIDE_A_RUN[names[1]]):
                    if inner.run == canary.pk:
                        yield first | {names[1]: str(inner.pk)}, (canary, inner)
            else:
                yield from ((first | {names[1]: v}, (canary,)) for v in self._some(self._known(path, names[1])))

    def _chosen(self, canaries: list[Canary], path: str, names: list[str]) -> list[Canary]:
        """Return all records for their own pages, and every n-th for what hangs below, each route beginning elsewhere."""
        if path.endswith(f":{names[0]}>/"):
            return canaries
        return canaries[next(self._turn) % self.each :: self.each]

    def _plain(self, path: str, names: list[str]) -> Iterator[tuple[str, ...]]:
        first = self._known(path, names[0])
        rest = [self._known(path, n)[0] for n in names[1:]]
        yield from ((value, *rest) for value in first)

    def _known(self, path: str, name: str) -> Sequence[str]:
        for (start, n), values in VALUES.items():
            if path.startswith(start) and n == name:
                return values
        raise AssertionError(f"The walk has no sample for <{name}> of {path}: name one in tests/walk.py.")

    def _some(self, values: Sequence[str]) -> Sequence[str]:
        """Return every value in the whole walk; else three in turn, so that each meets records of each kind."""
        if WHOLE:
            return values
        at = next(self._turn)
        return [values[(at * 3 + n) % len(values)] for n in range(min(3, len(values)))]

    # what pages lead to

    def _keep_links(self, ask: Ask, answer: Answer) -> None:
        if ask.verb != "GET" or answer.status != 200:
            return
        for link in _links.findall(answer.text):
            url = urljoin(ask.url, unescape(link))
            if "?" in url and url.startswith("/") and not url.startswith(("/static/", "/sign-")):
                self.links.setdefault(url)

    def _follow(self, most: int) -> None:
        """Follow one link of each shape first: a tab, a sorting, a filter of each list before the next of the same."""
        done: set[str] = set()
        shapes: Counter[str] = Counter()
        while fresh := [url for url in self.links if url not in done]:
            for url in sorted(fresh, key=lambda url: shapes[_shape(url)]):
                if sum(min(n, LIKE_IT) for n in shapes.values()) >= most:
                    return
                done.add(url)
                shapes[_shape(url)] += 1
                if shapes[_shape(url)] <= LIKE_IT:
                    self._one(Ask("a link", "GET", url))

    def _type(self, most: int) -> None:
        """Type words of hidden records into every search; the answer must be that for a word that stands nowhere."""
        if not most:
            return
        hidden = [
            c for c in self.cage.canaries if not self.asker.sees(c) and c.model in {Person, Nomination, Run, Event}
        ]
        step = max(1, len(hidden) // most)
        lists = [path for path, name, view in routes() if "<" not in path and "GET" in view.declared[0]]
        for path in lists:
            for canary in hidden[::step][:most]:
                words = (canary.words[0], NOWHERE)
                answers = [self.ask("GET", f"/{path}?q={w}&tab=all") for w in words]
                self.search(answers[0], "GET", f"/{path}?q={words[0]}")
                texts = [bare(a, f"/{path}?q={w}") for a, w in zip(answers, words, strict=True)]
                if texts[0] != texts[1]:
                    self.found.told_apart.append(f"GET /{path}?q={words[0]} ({canary.model.__name__}, {canary.kind})")


def viewer_of(asker: Asker) -> Viewer:
    """Return the viewer that the facts say, for the declared *who* of a route."""
    return Viewer(asker.account, asker.party, asker.level, asker.communities, asker.roles)


def bare(answer: Answer, url: str) -> tuple[int, str]:
    """Return an answer without what differs from one asking to the next: tokens, and the address that was asked."""
    text = _tokens.sub("", answer.text)
    last = [p for p in re.split(r"[/?=&]", unquote(urlsplit(url)._replace(scheme="").geturl())) if len(p) > 5]
    for part in sorted(last, key=len, reverse=True):
        if part.startswith(PREFIX) or _ids.fullmatch(part) or part == "nothing":
            text = text.replace(part, "•")
    return answer.status, text


def _shape(url: str) -> str:
    parts = urlsplit(url)
    return re.sub(rf"{PREFIX}\w+|{_ids.pattern}", "•", parts.path) + "?" + "&".join(
        sorted(pair.partition("=")[0] for pair in parts.query.split("&"))
    )  # fmt: skip


def _signed_in(account: Any) -> str:
    if account is None:
        return ""
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def _text(content: bytes, kind: str) -> str:
    """Return all text of an answer: pages and lists as they are, every member of a workbook."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            # the properties say when the book was written, which differs from one asking to the next
            names = [name for name in book.namelist() if name != "docProps/core.xml"]
            return "\n".join(book.read(name).decode("utf-8", "replace") for name in names)
    return content.decode("utf-16" if "utf-16" in kind else "utf-8", "replace")


def walked(cage: Cage, names: Iterable[str]) -> dict[str, Found]:
    """Walk as several viewers."""
    return {name: Walk(cage, cage.askers[name]).go() for name in names}
