"""What a rule makes rows from (`generate`); an exported world has the rows and not the rule."""

from dataclasses import dataclass

from .columns import choice, key, number, ref, refs, text, words


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    key: str = key()
    value: str = text(required=True)
    what_en: str = text()
    what_ar: str = text()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    of: str = choice("trainees", "trainers", "runs", key=True)
    key: str = key()
    weight: int = number(required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRow:
    part: str = choice("given_female", "given_male", "letter", "number", "rank", "post", key=True)
    en: str = key(words=True)
    ar: str = text(required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRunRow:
    code: str = key()
    course: str = ref("courses", required=True)
    when: str = choice("ahead", "under_way", "delivered", required=True)
    days_ahead: int | None = number()
    capacity: int = number(required=True)
    accepted: int | None = number()
    waitlisted: int | None = number()
    promises: tuple[str, ...] = words()
    nominations: tuple[str, ...] = words()
    accepted_from: tuple[str, ...] = refs("parties")
