"""What time it is, and which day that is at a place."""

from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

CENTRE_ZONE = "Asia/Kuwait"


def now() -> datetime:
    """Return this instant, in UTC. Everything that asks for the time asks here."""
    return datetime.now(UTC)


def zone_of(zone: str | tzinfo) -> tzinfo:
    """Return the zone itself where its IANA name was given."""
    return ZoneInfo(zone) if isinstance(zone, str) else zone


def today_at(zone: str | tzinfo = CENTRE_ZONE) -> date:
    """Return the date on the wall at `zone`: deadlines end with the centre's day, not with UTC's."""
    return now().astimezone(zone_of(zone)).date()
