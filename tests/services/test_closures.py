"""Shutting a provider or the site, and who has to be called about it."""

from __future__ import annotations

import pytest

from desk.domain.appointment import Shelf
from desk.domain.directory import Resource
from desk.domain.errors import Invalid, Stale
from desk.services import appointment_rows, appointments, closures, site, undo
from desk.store.database import Database, Read
from tests import build
from tests.build import span
from tests.conftest import at


@pytest.fixture
def rossi(database: Database) -> Resource:
    with database.write("ann") as tx:
        return build.resource(tx)


@pytest.fixture
def lee(database: Database) -> Resource:
    with database.write("ann") as tx:
        return build.resource(tx, "Dr. Ian", "Lee")


def flagged(tx: Read) -> set[str]:
    return {each.name for each in appointment_rows.found(tx) if each.flagged}


def test_a_closure_flags_who_is_booked_in_it_with_or_without_a_slot(
    database: Database, rossi: Resource
) -> None:
    with database.write("ann") as tx:
        mornings = build.mornings(tx, rossi.id)
        build.appointment(tx, mornings, span(9, 30), "On a slot")
        build.appointment(tx, None, span(11), "By itself", resource_id=rossi.id)
        build.appointment(tx, mornings, span(9, 30, day=1), "Tomorrow")

        closures.close(tx, span(9, minutes=180), rossi.id, "Ill")

        assert flagged(tx) == {"On a slot", "By itself"}


def test_touching_a_closure_is_not_being_hit_by_it(database: Database, rossi: Resource) -> None:
    with database.write("ann") as tx:
        mornings = build.mornings(tx, rossi.id)
        build.appointment(tx, mornings, span(9, 30), "Just before")
        build.appointment(tx, mornings, span(11), "Just after")

        closures.close(tx, span(10, minutes=60), rossi.id)

        assert flagged(tx) == set()


def test_only_the_provider_who_is_shut_is_concerned(
    database: Database, rossi: Resource, lee: Resource
) -> None:
    with database.write("ann") as tx:
        build.appointment(tx, build.mornings(tx, rossi.id), span(10), "With Rossi")
        build.appointment(tx, build.mornings(tx, lee.id), span(10), "With Lee")

        closures.close(tx, span(9, minutes=180), lee.id)

        assert flagged(tx) == {"With Lee"}


def test_a_closure_of_the_site_concerns_everybody(
    database: Database, rossi: Resource, lee: Resource
) -> None:
    with database.write("ann") as tx:
        build.appointment(tx, build.mornings(tx, rossi.id), span(10), "With Rossi")
        build.appointment(tx, build.mornings(tx, lee.id), span(10), "With Lee")
        build.appointment(tx, None, span(10), "With nobody")

        closures.close(tx, span(9, minutes=180), None, "Holiday")

        assert flagged(tx) == {"With Rossi", "With Lee", "With nobody"}


def test_a_house_may_say_that_a_closure_of_no_provider_shuts_none(
    database: Database, rossi: Resource
) -> None:
    with database.write("ann") as tx:
        site.choose(tx, "appointments.closure_without_resource", "none")
        build.appointment(tx, build.mornings(tx, rossi.id), span(10), "With Rossi")
        build.appointment(tx, None, span(10), "With nobody")

        closures.close(tx, span(9, minutes=180), None, "Holiday")

        assert flagged(tx) == {"With nobody"}


def test_holds_drafts_and_the_past_are_never_flagged(database: Database, rossi: Resource) -> None:
    with database.write("ann") as tx:
        mornings = build.mornings(tx, rossi.id)
        build.appointment(tx, mornings, span(9, 30), "Held", held_until=at(9, 5))
        build.appointment(tx, mornings, span(10), "Draft", shelf="DRAFT")
        build.appointment(tx, mornings, span(10, 30), "Cancelled", shelf="TRASH")
        build.appointment(tx, mornings, span(9), "Begun just now")

        closures.close(tx, span(8, minutes=240), rossi.id)

        assert flagged(tx) == set()


def test_who_is_affected_is_known_before_anything_is_saved(
    database: Database, rossi: Resource
) -> None:
    with database.write("ann") as tx:
        mornings = build.mornings(tx, rossi.id)
        later = build.appointment(tx, mornings, span(11), "Later")
        sooner = build.appointment(tx, mornings, span(9, 30), "Sooner")
        build.appointment(tx, mornings, span(10), "Held", held_until=at(9, 5))

        found = closures.affected(tx, rossi.id, span(9, minutes=180))

        assert [each.id for each in found] == [sooner.id, later.id]
        assert flagged(tx) == set()


def test_a_closure_that_grows_affects_only_those_it_did_not_hit_before(
    database: Database, rossi: Resource
) -> None:
    with database.write("ann") as tx:
        mornings = build.mornings(tx, rossi.id)
        build.appointment(tx, mornings, span(10), "Hit already")
        build.appointment(tx, mornings, span(11), "Hit now")
        closure = closures.close(tx, span(10, minutes=60), rossi.id)
        longer = span(10, minutes=120)

        found = closures.affected(tx, rossi.id, longer, besides=closure.id)
        closures.amend(tx, closure.id, longer, rossi.id, "Ill", seen=closure.version)

        assert [each.name for each in found] == ["Hit now"]
        assert flagged(tx) == {"Hit already", "Hit now"}


def test_nobody_is_unflagged_by_opening_again(database: Database, rossi: Resource) -> None:
    with database.write("ann") as tx:
        build.appointment(tx, build.mornings(tx, rossi.id), span(10), "Ada")
        closure = closures.close(tx, span(9, minutes=180), rossi.id)

        closures.reopen(tx, [closure.id])

        assert flagged(tx) == {"Ada"}
        assert closures.one(tx, closure.id).shelf is Shelf.TRASH
        assert closures.between(tx, span(9, minutes=180)) == ()


def test_a_closure_put_back_shuts_and_flags_again(database: Database, rossi: Resource) -> None:
    with database.write("ann") as tx:
        closure = closures.close(tx, span(9, minutes=180), rossi.id)
        closures.reopen(tx, [closure.id])
        build.appointment(tx, build.mornings(tx, rossi.id), span(10), "Booked meanwhile")

        closures.restore(tx, [closure.id])

        assert flagged(tx) == {"Booked meanwhile"}


def test_a_draft_closure_flags_only_when_it_is_published(
    database: Database, rossi: Resource
) -> None:
    with database.write("ann") as tx:
        build.appointment(tx, build.mornings(tx, rossi.id), span(10), "Ada")
        draft = closures.close(tx, span(9, minutes=180), rossi.id, shelf=Shelf.DRAFT)
        before = flagged(tx)

        moved = closures.shelve(tx, [draft.id], Shelf.PUBLIC)

        assert (before, flagged(tx), moved) == (set(), {"Ada"}, 1)


def test_moves_between_shelves_that_are_not_allowed_are_left_out(
    database: Database, rossi: Resource
) -> None:
    with database.write("ann") as tx:
        public = closures.close(tx, span(9), rossi.id)
        binned = closures.close(tx, span(9), rossi.id)
        closures.reopen(tx, [binned.id])

        moved = closures.shelve(tx, [public.id, binned.id], Shelf.PUBLIC)

        assert moved == 0
        assert closures.one(tx, binned.id).shelf is Shelf.TRASH


def test_a_closure_changed_since_it_was_seen_is_not_changed(
    database: Database, rossi: Resource
) -> None:
    with database.write("ann") as tx:
        closure = closures.close(tx, span(9), rossi.id)
        closures.amend(tx, closure.id, span(9), rossi.id, "Ill", seen=closure.version)

    with database.write("ben") as tx, pytest.raises(Stale):
        closures.amend(tx, closure.id, span(10), rossi.id, "Away", seen=closure.version)


def test_what_cannot_be_closed_is_refused_at_its_field(database: Database) -> None:
    with database.write("ann") as tx:
        with pytest.raises(Invalid) as nobody:
            closures.close(tx, span(9), 77)
        with pytest.raises(Invalid) as wordy:
            closures.close(tx, span(9), None, "x" * 1001)

    assert set(nobody.value.reasons) == {"resource_id"}
    assert set(wordy.value.reasons) == {"reason"}


def test_closures_of_a_period_are_those_of_the_providers_and_of_the_site(
    database: Database, rossi: Resource, lee: Resource
) -> None:
    with database.write("ann") as tx:
        ours = closures.close(tx, span(9), rossi.id, "Ill", extra={"colour": "red"})
        of_site = closures.close(tx, span(8, minutes=600), None)
        closures.close(tx, span(9), lee.id)
        closures.close(tx, span(9, 30), rossi.id)

        found = closures.between(tx, span(9), [rossi.id])

        assert found == (of_site, ours)


def test_undoing_a_closure_takes_its_flags_back(database: Database, rossi: Resource) -> None:
    with database.write("ann") as tx:
        booked = build.appointment(tx, build.mornings(tx, rossi.id), span(10), "Ada")
    with database.write("ann") as closing:
        closures.close(closing, span(9, minutes=180), rossi.id)

    with database.write("ann") as tx:
        undo.revert(tx, closing.batch)

    with database.read() as tx:
        assert not appointments.one(tx, booked.id).flagged
        assert closures.ahead(tx) == ()


def test_closures_that_are_over_are_not_ahead(database: Database) -> None:
    with database.write("ann") as tx:
        closures.close(tx, span(7), None)
        running = closures.close(tx, span(8, minutes=90), None)
        tomorrow = closures.close(tx, span(8, day=1), None)

        assert closures.ahead(tx) == (running, tomorrow)


def test_a_flag_is_kept_with_who_closed(database: Database, rossi: Resource) -> None:
    with database.write("ann") as tx:
        booked = build.appointment(tx, build.mornings(tx, rossi.id), span(10), "Ada")
    with database.write("ben") as tx:
        closures.close(tx, span(10, minutes=60), rossi.id)

    with database.read() as tx:
        after = appointments.one(tx, booked.id)
        assert (after.updated_by, after.updated_at) == ("ben", tx.now)
