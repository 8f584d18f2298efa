"""The wall clocks of the world: which instant a time of day is, where the clocks change.

Everything here is a whole number: an instant is milliseconds since 1970 in UTC, a day is its number
in the calendar (`date.toordinal`), a time of day is milliseconds since midnight. A zone is looked
up once for each midnight, and again only on days that do not last 24 hours.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY_MS = 86_400_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = _EPOCH.toordinal()
_LAST_DAY = datetime.max.toordinal()
_MILLISECOND = timedelta(milliseconds=1)


def milliseconds(moment: datetime) -> int:
    """Since 1970 in UTC, rounded down."""
    return (moment - _EPOCH) // _MILLISECOND


def instant(number: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=number)


def instant_text(moment: datetime) -> str:
    """`2030-02-04T09:00:00.000Z`: UTC, to the millisecond."""
    there = moment.astimezone(UTC)
    return f"{there:%Y-%m-%dT%H:%M:%S}.{there.microsecond // 1000:03}Z".rjust(24, "0")


def wall_time(moment: datetime, zone: ZoneInfo) -> datetime:
    """What a clock on a wall of that zone says, with no zone of its own."""
    return moment.astimezone(zone).replace(tzinfo=None)


# A year away from both ends of the calendar no zone can lead beyond it.
_EARLIEST = milliseconds(datetime(2, 1, 1, tzinfo=UTC))
_LATEST = milliseconds(datetime(9998, 12, 31, tzinfo=UTC))


class WallClock:
    """The clock of one zone.

    A time that the clocks jump over means the instant as far after the jump (02:30 is then 03:30);
    of a time that comes twice the first is meant (contract of document 004, 6.0, rule 3).
    """

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self._midnights: dict[int, int] = {}

    def midnight(self, day: int) -> int:
        """The instant at which the day begins."""
        found = self._midnights.get(day)
        if found is None:
            found = self._midnights[day] = self._instant(day, 0)
        return found

    def length(self, day: int) -> int:
        """How many milliseconds the day lasts: seldom more or fewer than those of 24 hours."""
        return self.midnight(day + 1) - self.midnight(day)

    def instant(self, day: int, time: int) -> int:
        """The instant of a time of day."""
        begin = self.midnight(day)
        if self.midnight(day + 1) - begin == DAY_MS:
            return begin + time
        return self._instant(day, time)

    def reading(self, moment: int) -> tuple[int, int]:
        """The day and the time of day of an instant, as far as the calendar goes."""
        moment = min(max(moment, _EARLIEST), _LATEST)
        day = _EPOCH_DAY + moment // DAY_MS
        begin, end = self.midnight(day), self.midnight(day + 1)
        if not begin <= moment < end:
            day += 1 if moment >= end else -1
            begin, end = self.midnight(day), self.midnight(day + 1)
        if end - begin == DAY_MS:
            return day, moment - begin
        local = wall_time(instant(moment), self.zone)
        day = local.toordinal()
        return day, (local - datetime.fromordinal(day)) // _MILLISECOND

    def _instant(self, day: int, time: int) -> int:
        if not 1 <= day <= _LAST_DAY:
            return (day - _EPOCH_DAY) * DAY_MS + time  # Beyond the calendar there are no zones.
        local = datetime.fromordinal(day) + timedelta(milliseconds=time)
        ahead = self.zone.utcoffset(local) or timedelta()
        return (day - _EPOCH_DAY) * DAY_MS + time - ahead // _MILLISECOND


@lru_cache(maxsize=64)
def wall_clock(zone: str) -> WallClock:
    """The clock of the zone of that name, which must be one."""
    return WallClock(ZoneInfo(zone))
