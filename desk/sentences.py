"""The desk's words for every refusal: what happened, what became of the data, what to do now.

The command line prints them as they stand; the screen passes them through its translator first.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable

from desk.domain import errors
from desk.domain.errors import DeskError
from desk.refusal_words import FIELDS, KINDS, SENTENCES, STANDINGS, WAIT, WHO_MAY

Translate = Callable[[str, str], str]


def _as_written(_context: str, words: str) -> str:
    return words


def _in_utc(moment: dt.datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def sentence(
    error: DeskError,
    translate: Translate = _as_written,
    date: Callable[[dt.date], str] = str,
    moment: Callable[[dt.datetime], str] = _in_utc,
) -> str:
    """What to say about `error`; `translate` is given a context and the words, as Qt is."""
    words = translate("Refusals", SENTENCES[type(error)])
    said = words.format(**_facts(error, translate, date), **_time(error, moment))
    # The name of a file is spelled as it is.
    return said if isinstance(error, errors.Unusable) else said[:1].upper() + said[1:]


def field(name: str, translate: Translate = _as_written) -> str:
    """What people call a field of a form."""
    return translate("Fields", FIELDS[name]) if name in FIELDS else name.replace("_", " ")


def _facts(
    error: DeskError, translate: Translate, date: Callable[[dt.date], str]
) -> dict[str, object]:
    match error:
        case errors.NotFound(kind=kind, key=key):
            known = translate("Kinds", KINDS[kind]) if kind in KINDS else kind.replace("_", " ")
            # A number is the database's own name for a thing, and means nothing to a person.
            return {"kind": known, "key": f" ({key})" if isinstance(key, str) else ""}
        case errors.Invalid(reasons=reasons):
            each = (
                f"{field(name, translate)} {why}" for name, all_ in reasons.items() for why in all_
            )
            return {"reasons": "; ".join(each)}
        case errors.ChangedBy(who=who, fields=changed):
            names = ", ".join(field(name, translate) for name in changed)
            return {"who": who, "fields": names}
        case errors.Unusable(where=where, detail=detail):
            return {"where": where, "detail": f" ({detail})" if detail else ""}
        case errors.NotStanding(name=name, standing=standing):
            return {"name": name, "standing": translate("Standings", STANDINGS[standing])}
        case errors.Frozen(name=name, state=state) | errors.NotOnOffer(name=name, state=state):
            return {"name": name, "state": translate("Standings", STANDINGS[state])}
        case errors.NotAllowed() | errors.WrongSecret() | errors.LastAdmin():
            return _of_accounts(error, translate)
        case _:
            return _numbers(error, date)


def _of_accounts(error: DeskError, translate: Translate) -> dict[str, object]:
    match error:
        case errors.NotAllowed(who=who, what=what, only=only):
            known = translate("Kinds", KINDS[what]) if what in KINDS else what.replace("_", " ")
            return {"who": who, "what": known, "only": translate("Roles", WHO_MAY[only])}
        case errors.WrongSecret(wait=wait) if wait:
            in_a_while = translate("Refusals", WAIT)
            return {"wait": in_a_while.format(seconds=math.ceil(wait.total_seconds()))}
        case errors.LastAdmin(name=name):
            return {"name": name}
        case _:
            return {"wait": ""}


def _numbers(error: DeskError, date: Callable[[dt.date], str]) -> dict[str, object]:
    match error:
        case errors.DayFull(date=day, wanted=wanted, free=free):
            return {"date": date(day), "wanted": wanted, "free": max(free, 0)}
        case errors.NotSoMany(date=day, wanted=wanted, occupied=occupied):
            return {"date": date(day), "wanted": wanted, "occupied": occupied}
        case errors.NotAdmitted(name=name, reason=reason):
            return {"name": name, "reason": reason.rstrip(".")}
        case errors.AlreadyInside(visitor=visitor) | errors.AlreadyLeft(visitor=visitor):
            return {"visitor": visitor}
        case errors.HasBookings(count=count):
            return {"count": count}
        case errors.KeyUsedOtherwise(key=key):
            return {"key": key}
        case errors.BeingCalled(name=name, caller=caller):
            return {"name": name, "caller": caller}
        case _:
            return _of_people(error)


def _of_people(error: DeskError) -> dict[str, object]:
    match error:
        case errors.Held(name=name, reason=reason):
            return {"name": name, "reason": reason.rstrip(".")}
        case errors.StillHere(name=name):
            return {"name": name}
        case _:
            return _of_the_waiting_list(error)


def _of_the_waiting_list(error: DeskError) -> dict[str, object]:
    match error:
        case errors.StillAvailable(free=free):
            return {"free": free}
        case (
            errors.AlreadyWaiting(name=name)
            | errors.ListClosed(name=name)
            | errors.AlreadyOffered(name=name)
            | errors.NothingFree(name=name)
        ):
            return {"name": name}
        case _:
            return {}


def _time(error: DeskError, moment: Callable[[dt.datetime], str]) -> dict[str, object]:
    match error:
        case errors.Unavailable(span=span, detail=detail):
            return {"time": moment(span.start), "detail": f" ({detail})" if detail else ""}
        case errors.Overlap(span=span):
            return {"time": moment(span.start)}
        case errors.ChangedBy(at=at):
            return {"time": moment(at)}
        case _:
            return {}
