"""One test for each oddity that the table in `resources/mappings/README.md` decides."""

from __future__ import annotations

import datetime as dt
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desk.domain.errors import Invalid
from desk.transfer import csv_rows, mapping_files
from desk.transfer.csv_rows import Fault, Row
from desk.transfer.mapping import Kind, Mapping, Source
from desk.transfer.moments import Moments
from desk.transfer.visitor_drafts import Draft, Drafts, Host
from tests.transfer.made import DATA

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2022, 9, 1, 16, tzinfo=UTC)


def drafts(now: datetime = NOW, leave_open: bool = False) -> dict[str, Draft]:
    """What the made-up records become, by their numbers."""
    return {
        number: draft
        for path in sorted(DATA.glob("records-*.csv"))
        for number, draft in of_file(path, now, leave_open).items()
    }


def of_file(path: Path, now: datetime = NOW, leave_open: bool = False) -> dict[str, Draft]:
    mapping = mapping_files.chosen("white-house", Kind.VISITORS)
    if leave_open:
        mapping = Mapping(
            name=mapping.name,
            kind=mapping.kind,
            fields=mapping.fields,
            one_entry=mapping.one_entry,
            times=mapping.times,
            also_called=mapping.also_called,
            leave_open=True,
        )
    with csv_rows.opened(path) as file:
        fit = mapping.fit(file.heading, str(path))
        groups: dict[str, list[Row]] = {}
        for row in file:
            groups.setdefault(row.cells[fit.entry_places[0]], []).append(row)
    maker = Drafts(fit, Moments(mapping.times, NEW_YORK), now)
    return {number: maker.draft(number, rows) for number, rows in groups.items()}


def local(moment: datetime | None) -> str:
    return f"{moment.astimezone(NEW_YORK):%Y-%m-%d %H:%M}" if moment else ""


def simple(**cells: str) -> Draft:
    """The draft of one row of a list made by hand, whose columns are called as the fields."""
    facts = {"visitor": "Ada Lind", "host": "Grace Okafor", "subject": "Tea"} | cells
    fields = {name: Source(columns=(name,)) for name in facts}
    if "companions" in facts:
        fields["companions"] = Source(columns=("companions",), split=";")
    fit = Mapping(name="x", kind=Kind.VISITORS, fields=fields).fit(list(facts), "f")
    row = Row(2, tuple(facts.values()))
    return Drafts(fit, Moments(("iso",), NEW_YORK), NOW).draft("key", [row])


def test_rows_of_one_number_are_one_party_led_by_the_first() -> None:
    party = drafts()["U3"].party

    assert party.visitor == "CARA R DUNN"
    assert party.companions == ("DREW ELLIS", "EDIE FROST")
    assert party.subject == "WH, WW-132"


def test_a_whole_row_repeated_counts_apart_and_says_nothing() -> None:
    draft = drafts()["U3"]

    assert (draft.rows, draft.repeated) == (4, 1)


def test_somebody_listed_twice_is_named_once() -> None:
    assert drafts()["U11"].party.companions == ("NED OGDEN",)


def test_the_stated_size_wins_over_the_number_of_rows() -> None:
    found = drafts()

    assert found["U3"].party.people == 4
    assert found["U12"].party.people == 433


def test_without_a_stated_size_different_people_are_counted() -> None:
    assert drafts()["U11"].party.people == 2


def test_without_arrival_a_party_is_expected_at_its_planned_start() -> None:
    times = drafts()["U12"].times

    assert local(times.expected_at) == "2022-03-30 14:00"
    assert (times.arrived_at, times.departed_at, times.arrival_text) == (None, None, None)


def test_a_planned_start_without_a_time_means_that_day() -> None:
    times = drafts()["U2"].times

    assert local(times.expected_at) == "2022-01-04 00:00"
    assert times.arrival_text == "2022-01-04"


def test_a_party_arrives_with_the_first_of_it() -> None:
    times = drafts()["U3"].times

    assert local(times.arrived_at) == "2022-01-05 08:55"
    assert local(times.expected_at) == "2022-01-05 09:00"


def test_an_arrival_without_a_time_is_kept_as_the_date() -> None:
    times = drafts()["U11"].times

    assert local(times.arrived_at) == "2022-03-29 00:00"
    assert times.arrival_text == "2022-03-29"
    assert times.expected_at is None


def test_a_time_of_day_counts_for_more_than_the_mere_date() -> None:
    assert local(drafts()["U15"].times.arrived_at) == "2022-04-24 22:29"


def test_months_with_names_are_read_in_all_their_forms() -> None:
    found = drafts()

    assert local(found["U13"].times.arrived_at) == "2022-04-23 07:49"
    assert local(found["U14"].times.arrived_at) == "2022-04-07 09:55"
    assert local(found["U16"].times.arrived_at) == "2022-06-16 14:13"


def test_nobody_of_a_bygone_day_stays_inside() -> None:
    times = drafts()["U1"].times

    assert local(times.departed_at) == "2022-01-04 23:59"
    assert not times.seen_leaving


def test_a_mapping_can_leave_bygone_parties_inside() -> None:
    times = drafts(leave_open=True)["U1"].times

    assert times.departed_at is None
    assert times.seen_leaving


def test_who_arrived_today_is_inside() -> None:
    today = datetime(2022, 1, 5, 3, tzinfo=UTC)

    assert drafts(now=today)["U1"].times.departed_at is None


def test_a_known_departure_is_kept() -> None:
    times = drafts()["U7"].times

    assert local(times.departed_at) == "2022-01-10 07:45"
    assert times.seen_leaving


def test_a_cancelled_visit_nobody_came_to_stays_expected() -> None:
    draft = drafts()["U4"]

    assert draft.times.arrived_at is None
    assert draft.party.note == "Cancelled on 2022-01-05 16:00."


def test_who_came_although_cancelled_has_arrived() -> None:
    draft = drafts()["U5"]

    assert local(draft.times.arrived_at) == "2022-01-07 07:30"
    assert draft.party.note == "Came although cancelled on 2022-01-06 11:00."


def test_coming_on_another_day_is_noted() -> None:
    draft = drafts()["U6"]

    assert local(draft.times.arrived_at) == "2022-01-09 12:00"
    assert draft.party.note == "Was expected on 2022-01-08."


def test_it_is_noted_when_not_everybody_came() -> None:
    assert drafts()["U3"].party.note == "2 of the 3 people listed came."


def test_an_entry_written_after_the_visit_keeps_both_times() -> None:
    draft = drafts()["U8"]

    assert local(draft.times.arrived_at) == "2022-01-11 10:00"
    assert local(draft.created_at) == "2022-01-12 09:00"


def test_of_several_times_of_writing_the_earliest_counts() -> None:
    assert local(drafts()["U11"].created_at) == "2022-03-27 06:53"


def test_a_host_may_have_half_a_name() -> None:
    found = drafts()

    assert found["U9"].host == Host("", "POTUS", "")
    assert found["U16"].host == Host("", "", "POTUS")


def test_a_room_name_cut_short_is_kept_as_it_is() -> None:
    assert drafts()["U9"].party.subject == "WH, RES - Stat"


def test_the_badge_is_the_leading_visitors() -> None:
    assert drafts()["U1"].party.badge == "183020"


def test_an_arrival_is_expected_while_it_lies_ahead() -> None:
    ahead = simple(arrival="2022-09-01T13:00")
    past = simple(arrival="2022-09-01T11:00")

    assert (local(ahead.times.expected_at), ahead.times.arrived_at) == ("2022-09-01 13:00", None)
    assert (local(past.times.arrived_at), past.times.expected_at) == ("2022-09-01 11:00", None)


def test_a_departure_without_a_time_is_the_end_of_that_day() -> None:
    times = simple(arrival="2022-08-01T10:00", departed="2022-08-02").times

    assert local(times.departed_at) == "2022-08-02 23:59"
    assert times.departure_text == "2022-08-02"


def test_names_in_one_cell_are_companions() -> None:
    draft = simple(arrival="2022-08-01", companions="Bo Ek; Cy  Fox;;ada lind")

    assert draft.party.companions == ("Bo Ek", "Cy Fox")
    assert draft.party.people == 3


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"visitor": ""}, "visitor must not be empty"),
        ({"host": " "}, "it does not say whom the visitor came to see"),
        ({"subject": ""}, "subject must not be empty"),
        ({"subject": "x" * 2001}, "subject must be at most 2000"),
        ({"arrival": ""}, "arrival must not be empty"),
        ({"arrival": "soon"}, 'arrival: "soon" is not a time that can be read'),
        ({"departed": "2022-07-01"}, "departure must not be before the arrival"),
        ({"arrival": "", "expected": "2022-08-01", "departed": "2022-08-01"}, "not arrived"),
        ({"people": "many"}, 'people: "many" is not a number of people'),
        ({"people": "-3"}, 'people: "-3" is not a number of people'),
        ({"people": "0"}, "people must be from 1 to 9999"),
        ({"people": "10000"}, "people must be from 1 to 9999"),
        ({"id": "7"}, 'id: "7" is not a GUID'),
        ({"host_id": "x" * 99}, f'host_id: "{"x" * 40}..." is not a GUID'),
    ],
)
def test_a_row_that_makes_no_sense_is_refused_with_the_column(
    cells: dict[str, str], reason: str
) -> None:
    with pytest.raises(Fault) as fault:
        simple(**{"arrival": "2022-08-01T10:00"} | cells)

    assert reason in fault.value.reason


def test_a_day_at_the_end_of_time_is_refused_and_not_a_crash() -> None:
    with pytest.raises((Fault, Invalid)):
        simple(arrival=dt.date.max.isoformat())
