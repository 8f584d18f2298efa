"""What the appointment manager of document 004 can be told, and what it refuses to be told."""

from __future__ import annotations

from typing import Any

import pytest

from desk.domain.errors import Invalid
from desk.services import site
from desk.store.database import Database


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("users", {}),
        ("users", {"doctor": {}, "patients": {"create": "t1", "reminder": "t2"}}),
        ("channels", []),
        ("channels", ["email", "sms", "push"]),
        ("default_lock_duration_ms", 0),
        ("default_lock_duration_ms", None),
        ("default_time_zone", "Asia/Tokyo"),
        ("default_time_zone", None),
        ("resource_id_field_name", "doctorId"),
        ("slots_match_by_resource", True),
        ("require_availability", True),
        ("reminder_threshold_ms", 3_600_000),
        ("is_messaging_available", True),
        ("is_teleconsultation_available", True),
        ("teleconsultation_endpoint", "https://rooms.example/call"),
        ("teleconsultation_endpoint", None),
    ],
)
def test_what_makes_sense_is_kept(both: Database, key: str, value: Any) -> None:
    with both.write("test") as tx:
        site.choose(tx, f"appointments.{key}", value)

    with both.read() as tx:
        assert site.setting(tx, site.SETTINGS[f"appointments.{key}"]) == value


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("users", []),
        ("users", {"startDate": {}}),
        ("users", {"$a": {}}),
        ("users", {"a.b": {}}),
        ("users", {"doctor": "t1"}),
        ("users", {"doctor": {"create": 5}}),
        ("users", {"doctor": {"arrive": "t1"}}),
        ("users", {"a\0": {}}),
        ("channels", ["fax"]),
        ("channels", ["email", "email"]),
        ("channels", [{}]),
        ("channels", "email"),
        ("default_lock_duration_ms", -1),
        ("default_lock_duration_ms", True),
        ("default_lock_duration_ms", "60000"),
        ("default_time_zone", "europe/rome"),
        ("default_time_zone", ""),
        ("resource_id_field_name", ""),
        ("resource_id_field_name", "_id"),
        ("resource_id_field_name", "startDate"),
        ("resource_id_field_name", None),
        ("slots_match_by_resource", "yes"),
        ("reminder_threshold_ms", -1),
        ("is_timer_available", True),  # without messages
        ("teleconsultation_endpoint", "rooms"),
        ("teleconsultation_endpoint", "file:///etc"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_name(
    database: Database, key: str, value: Any
) -> None:
    with database.write("test") as tx, pytest.raises(Invalid) as refusal:
        site.choose(tx, f"appointments.{key}", value)

    assert list(refusal.value.reasons) == [f"appointments.{key}"]


def test_reminders_need_messages_for_as_long_as_they_go_out(database: Database) -> None:
    with database.write("test") as tx:
        site.choose(tx, "appointments.is_messaging_available", True)
        site.choose(tx, "appointments.is_timer_available", True)
        with pytest.raises(Invalid):
            site.choose(tx, "appointments.is_messaging_available", False)
