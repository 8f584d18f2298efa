"""Whatever stands in an entry is found by any part of it, as if every entry had been read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, text

from desk.domain import folding
from desk.store import search
from desk.store.database import Database
from desk.store.records import VisitorEntryRecord
from tests import build
from tests.store.files import opened

LETTERS = "abcABCeEéÉèëêłŁøØßæœŒıİçñÑüŽžőĳ'-_.%1 2٣"  # noqa: RUF001
LATIN = st.text(LETTERS, min_size=1, max_size=30)
ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
ENOUGH = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])


def found(database: Database, typed: str) -> list[int]:
    """The ids of the entries that a search for what was typed gives."""
    words = folding.words(folding.fold(typed))
    with database.read() as tx:
        values = search.parameters(tx.session.connection(), words)
        query = search.matching(len(words), indexed="wanted" in values)
        return sorted(tx.session.scalars(query, values))


def scanned(entries: dict[int, str], typed: str) -> list[int]:
    """The same by reading every text."""
    words = folding.words(folding.fold(typed))
    return sorted(
        number for number, folded in entries.items() if all(word in folded for word in words)
    )


def rewrite(database: Database, texts: list[str]) -> dict[int, str]:
    """Replace the whole log; gives the folded text of each entry that is there now."""
    with database.write("test") as tx:
        for record in tx.session.query(VisitorEntryRecord):
            tx.session.delete(record)
        host = build.resident(tx).id
        numbers = [build.entry(tx, host, visitor=each).id for each in texts]
        return {number: tx.get(VisitorEntryRecord, number).folded for number in numbers}


@ENOUGH
@given(texts=st.lists(LATIN | ANY, min_size=1, max_size=5), typed=LATIN | ANY)
def test_a_search_finds_what_reading_every_entry_finds(
    both: Database, texts: list[str], typed: str
) -> None:
    entries = rewrite(both, texts)

    assert found(both, typed) == scanned(entries, typed)


@ENOUGH
@given(texts=st.lists(LATIN, min_size=1, max_size=5), data=st.data())
def test_any_two_letters_or_more_of_an_entry_find_it(
    both: Database, texts: list[str], data: st.DataObject
) -> None:
    entries = rewrite(both, texts)
    number, written = data.draw(st.sampled_from(list(zip(entries, texts, strict=True))))
    start = data.draw(st.integers(0, len(written)))
    part = written[start : data.draw(st.integers(start, len(written)))]

    assert number in found(both, data.draw(st.sampled_from([part, part.upper(), part.lower()])))


@pytest.fixture
def party(both: Database) -> int:
    with both.write("test") as tx:
        host = build.resident(tx, "Zoë", "Müller")
        return build.entry(
            tx,
            host.id,
            visitor="José Łukasiewicz",
            subject="to repair the lift",
            companions=("Søren Ærø",),
            license_plate="BZ-123-XY",
        ).id


@pytest.mark.parametrize(
    "typed",
    [
        "jose",
        "JOSÉ",
        "os",
        "luk",
        "Łukas wicz",
        "ZOE MULLER",
        "soren",
        "aero",
        "bz-123",
        "23-x",
        "lift jose",
        "  lift   ",
        "a",
        "",
        "%",
        '"',
        "'; drop table person; --",
    ],
)
def test_accents_case_and_order_do_not_matter(both: Database, party: int, typed: str) -> None:
    expected = [] if "drop" in typed else [party]

    assert found(both, typed) == expected


@pytest.mark.parametrize("typed", ["josef", "liftx", "mueller", "bz123", "123z", "jl"])
def test_what_is_not_written_is_not_found(both: Database, party: int, typed: str) -> None:
    assert found(both, typed) == []


def test_the_search_follows_what_is_amended(both: Database, party: int) -> None:
    with both.write("test") as tx:
        tx.get(VisitorEntryRecord, party).folded = "quentin"

    assert found(both, "quent") == [party]
    assert found(both, "jose") == []


def test_the_search_follows_what_is_removed(both: Database, party: int) -> None:
    with both.write("test") as tx:
        tx.session.delete(tx.get(VisitorEntryRecord, party))

    assert found(both, "jose") == []


def test_the_search_forgets_what_was_rolled_back(both: Database, party: int) -> None:
    def fail() -> None:
        with both.write("test") as tx:
            tx.get(VisitorEntryRecord, party).folded = "quentin"
            tx.session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert found(both, "quent") == []
    assert found(both, "jose") == [party]


def test_an_entry_added_and_amended_at_once_is_found_as_it_is(both: Database) -> None:
    with both.write("test") as tx:
        entry = build.entry(tx, build.resident(tx).id)
        tx.get(VisitorEntryRecord, entry.id).folded = "quentin"

    assert found(both, "quent") == [entry.id]
    assert found(both, "ada") == []


def test_what_does_not_alter_the_text_does_not_touch_the_index(
    database: Database,
) -> None:
    with database.write("test") as tx:
        entry = build.entry(tx, build.resident(tx).id)
    before = size_of_index(database)

    for _ in range(50):
        with database.write("test") as tx:
            record = tx.get(VisitorEntryRecord, entry.id)
            record.departed_at = tx.now if record.departed_at is None else None

    assert size_of_index(database) == before


def size_of_index(database: Database) -> list[tuple[int, int]]:
    with opened(Path(database.where)) as connection:
        blocks = "SELECT id, length(block) FROM visitor_gram_data ORDER BY id"
        return list(connection.execute(blocks))


def test_the_index_holds_no_text(database: Database) -> None:
    with database.write("test") as tx:
        host = build.resident(tx).id
        build.entry(tx, host, visitor="Quentin Blackwood")
        tx.session.execute(delete(VisitorEntryRecord))

    with database.read() as tx:
        columns = tx.session.execute(text("SELECT grams FROM visitor_gram")).all()

    assert columns == [(None,)]
