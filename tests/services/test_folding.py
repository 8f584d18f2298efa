"""What a search looks at: everything people ask for, folded."""

from __future__ import annotations

import pytest

from desk.domain.directory import PersonKind
from desk.services import folding, people, visitor_log, visitors
from desk.store.database import Database
from desk.store.records import PersonRecord
from tests import build


@pytest.mark.parametrize(
    ("phone", "digits"), [("+39 06/12-34", "39061234"), ("", ""), (None, ""), ("ext", "")]
)
def test_a_number_is_known_by_its_digits(phone: str | None, digits: str) -> None:
    assert folding.digits(phone) == digits


def test_a_person_is_known_by_name_flat_number_mail_and_key() -> None:
    record = PersonRecord(
        first_name="Zoë", last_name="", unit="12B", phone="06 1", email="Z@X.org", key="R1"
    )

    assert folding.of_person(record) == "zoe\n12b\n061\nz@x.org\nr1"


@pytest.mark.parametrize(
    "text",
    ["lind ada", "berg", "okafor", "3c", "ab-123", "ab123", "AB 123", "te par", "b7"],
)
def test_an_entry_is_known_by_everybody_in_it_host_plate_purpose_and_badge(
    both: Database, text: str
) -> None:
    with both.write("ann") as tx:
        host = people.add(
            tx, people.Details(kind=PersonKind.RESIDENT, last_name="Okafor", unit="3C")
        )
        party = build.party(
            host.id,
            companions=("Bo Berg",),
            license_plate="AB-123",
            subject="Tea party",
            badge="B7",
            note="secret",
        )
        visitors.arrive(tx, party)

    with both.read() as tx:
        assert len(visitor_log.found(tx, visitor_log.View(text=text))) == 1
        assert visitor_log.found(tx, visitor_log.View(text="secret")) == []
