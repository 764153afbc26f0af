"""Days in UTC, for what everyone answers until one is over, wherever they are."""

from datetime import UTC, date, datetime, time, timedelta


def end_in_utc(day: date) -> datetime:
    """The moment at which a day is over, in UTC."""
    return datetime.combine(day + timedelta(days=1), time.min, UTC)


def last_day(end: datetime) -> date:
    """The day that is over at this moment, in UTC."""
    return (end.astimezone(UTC) - timedelta(seconds=1)).date()
