"""The words of messages: those that came with the program, and those that the house wrote."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import select

from desk import resources
from desk.domain.errors import Invalid
from desk.domain.message import LONGEST_SUBJECT, LONGEST_TEXT, OWN_CATEGORY, Event, Template
from desk.domain.text import is_language, require_keepable
from desk.services import message_settings, rows, site
from desk.store.database import Read, Write
from desk.store.records import TemplateRecord

LANGUAGES = ("en", "de", "fr", "es", "it")
# What is said where a template of another machine has no words of its own here.
STANDARD = message_settings.OWN_TEMPLATES.default


def words(tx: Read, key: str, language: str | None, event: Event) -> Template:
    """The words of a template in the language nearest to the one wanted.

    Somebody's own words come first, also in the house's language; then those of the program,
    which for an unknown template are the ones usual for the event.
    """
    house = site.setting(tx, message_settings.LANGUAGE)
    wanted = list(dict.fromkeys(each for each in (*_nearest(language), *_nearest(house)) if each))
    written = {each.language: each for each in _written(tx, key)}
    standard = _of_program(key if key in STANDARD.values() else STANDARD[event])
    for code in wanted:
        if own := _in_language(written, code):
            return own
        if key in STANDARD.values() and code in standard:
            return standard[code]
    if written:
        return next(iter(written.values()))
    return next((standard[code] for code in wanted if code in standard), standard["en"])


def keys(tx: Read) -> dict[str, Event]:
    """Every template that may be used, with what it is for: the house's own ones first."""
    own = site.setting(tx, message_settings.OWN_TEMPLATES)
    found = {key: Event(event) for event, key in {**STANDARD, **own}.items()}
    for templates in site.setting(tx, site.USERS).values():
        for event, key in templates.items():
            found.setdefault(key, Event(event))
    return found


def amend(tx: Write, new: Template) -> None:
    """Let a template say this in one language from now on."""
    reasons = {
        name: ["must not be empty"]
        for name in ("subject", "body", "short")
        if not getattr(new, name).strip()
    }
    limits = {"subject": LONGEST_SUBJECT, "body": LONGEST_TEXT, "short": LONGEST_TEXT}
    reasons |= {
        name: [f"must be at most {limit} characters long"]
        for name, limit in limits.items()
        if len(getattr(new, name)) > limit
    }
    if "\n" in new.subject.strip():
        reasons["subject"] = ["must be one line"]
    if not is_language(new.language):
        reasons["language"] = ["must be the code of a language, such as de or pt-BR"]
    if reasons:
        raise Invalid(**reasons)
    rows.require_key(key=new.key)
    require_keepable(subject=new.subject, body=new.body, short=new.short)
    rows.take_house(tx)
    record = _record(tx, new.key, new.language)
    if record is None:
        record = TemplateRecord(key=new.key, language=new.language)
        tx.session.add(record)
    record.subject, record.body, record.short = new.subject.strip(), new.body, new.short
    tx.session.flush()


def reset(tx: Write, key: str, language: str) -> None:
    """Forget what somebody wrote, so that the program's own words are said again."""
    rows.take_house(tx)
    record = _record(tx, key, language)
    if record is not None:
        tx.session.delete(record)
        tx.session.flush()


def is_own(tx: Read, key: str, language: str) -> bool:
    """Whether somebody wrote words of the house's own."""
    return _record(tx, key, language) is not None


def templates(chosen: Mapping[str, Any]) -> Mapping[str, Mapping[str, str]]:
    """Which template tells whom, by category and event (`appointments.users`, and the own ones)."""
    own: dict[str, str] = site.among(chosen, message_settings.OWN_TEMPLATES)
    others: dict[str, dict[str, str]] = site.among(chosen, site.USERS)
    return {OWN_CATEGORY: own, **others}


def _record(tx: Read, key: str, language: str) -> TemplateRecord | None:
    kind = TemplateRecord
    query = select(kind).where(kind.key == key, kind.language == language)
    return tx.session.scalar(query)


def _written(tx: Read, key: str) -> list[Template]:
    kind = TemplateRecord
    query = select(kind).where(kind.key == key).order_by(kind.id)
    return [record.value() for record in tx.session.scalars(query)]


def _in_language(written: Mapping[str, Template], code: str) -> Template | None:
    """What the house wrote in a language, or in that of some country which has no other."""
    kinds = (each for name, each in written.items() if name.partition("-")[0] == code)
    return written.get(code) or next(kinds, None)


def _nearest(language: str | None) -> tuple[str, ...]:
    """The language, and without its country."""
    return (language, language.partition("-")[0]) if language else ()


@cache
def _of_program(key: str) -> Mapping[str, Template]:
    """The program's own words for a template, by language."""
    found = {}
    for language in LANGUAGES:
        said = _bundle(language)[key]
        found[language] = Template(key=key, language=language, **said)
    return found


@cache
def _bundle(language: str) -> Mapping[str, Mapping[str, str]]:
    import tomllib  # not needed by most programs that open a database

    return tomllib.loads(resources.path(f"messages/{language}.toml").read_text(encoding="utf-8"))
