"""What those who take part in an appointment answer to it (contract of document 004, 1.6 and 2).

The answers lie in the appointment under `participants`. Each says by which field of the appointment
whoever gave it is named; the owner needs no field. Who leaves the appointment takes the answer
along, so nobody is asked again what the appointment was when they gave it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import Any

FIELD = "participants"


class Reply(StrEnum):
    """What can be answered."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"
    NEEDS_ACTION = "needs-action"


def owner(said: str | None, person_id: int | None) -> str | None:
    """Whose it is: as another machine said, else whom it is for, by the text of the person's id."""
    return said if said or person_id is None else str(person_id)


def takes_part(
    extra: Mapping[str, Any], owner: str | None, categories: Iterable[str], user: str
) -> dict[str, str] | None:
    """Who the user is in the appointment, by the first category that names them; none if nobody."""
    for category in categories:
        if user in named(extra, category):
            return {"id": user, "type": category}
    return {"id": user} if user == owner else None


def named(extra: Mapping[str, Any], category: str) -> Collection[str]:
    """Whom a field names that is for participants: one id, or a list of such."""
    value = extra.get(category, [])
    several = value if isinstance(value, list) else [value]
    return [each for each in several if isinstance(each, str) and each.strip()]


def with_answer(extra: Mapping[str, Any], who: Mapping[str, str], reply: Reply) -> dict[str, Any]:
    """What is kept with the appointment once somebody has answered; a later answer counts."""
    given = [each for each in _answers(extra) if each["id"] != who["id"]]
    return {**extra, FIELD: [*given, {**who, "status": reply.value}]}


def of_those_present(extra: Mapping[str, Any], owner: str | None) -> dict[str, Any]:
    """What is kept with the appointment, without the answers of those who have left it."""
    if FIELD not in extra:
        return dict(extra)
    rest = {name: value for name, value in extra.items() if name != FIELD}
    present = [each for each in _answers(extra) if _is_present(rest, owner, each)]
    return {**rest, FIELD: present} if present else rest


def without(
    extra: Mapping[str, Any], categories: Iterable[str], known_as: Collection[str]
) -> dict[str, Any]:
    """What is kept with the appointment when somebody is named in it no more."""
    left = dict(extra)
    for category in categories:
        value = left.get(category)
        if isinstance(value, list):
            left[category] = [each for each in value if each not in known_as]
        elif value in known_as:
            del left[category]
    answers = [each for each in _answers(extra) if each["id"] not in known_as]
    if FIELD in left and len(answers) != len(_answers(extra)):
        left[FIELD] = answers
    return left


def _is_present(extra: Mapping[str, Any], owner: str | None, answer: Mapping[str, Any]) -> bool:
    if "type" not in answer:
        return bool(answer["id"] == owner)
    return answer["id"] in named(extra, str(answer["type"]))


def _answers(extra: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Those that were given; what a client once kept under the same name is none."""
    found = extra.get(FIELD)
    if not isinstance(found, list):
        return []
    return [each for each in found if isinstance(each, dict) and {"id", "status"} <= set(each)]
