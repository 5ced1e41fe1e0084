"""When a key is made, published, signs, and goes: by the hour, under, on and over each limit."""

from datetime import UTC, datetime, timedelta

from console.accounts.keys import SigningKey, next_start, published, signing
from console.settings import ConsoleSettings

NOON = datetime(2026, 10, 14, 12, tzinfo=UTC)
SETTINGS = ConsoleSettings(key_days=30, key_lead_hours=24, token_minutes=5)
SECOND = timedelta(seconds=1)
LEAD = timedelta(hours=24)
DAYS = timedelta(days=30)


def key(kid: str, signs_from: datetime) -> SigningKey:
    return SigningKey(kid, "", signs_from)


def test_the_first_key_signs_at_once() -> None:
    assert next_start([], NOON, SETTINGS) == NOON


def test_the_next_key_is_made_a_day_before_the_month_is_over_and_signs_when_it_is() -> None:
    first = [key("a", NOON)]
    assert next_start(first, NOON + DAYS - LEAD - SECOND, SETTINGS) is None
    assert next_start(first, NOON + DAYS - LEAD, SETTINGS) == NOON + DAYS
    both = [*first, key("b", NOON + DAYS)]
    assert next_start(both, NOON + DAYS - LEAD, SETTINGS) is None


def test_a_console_that_slept_too_long_still_publishes_a_day_before_it_signs() -> None:
    late = NOON + DAYS * 3
    assert next_start([key("a", NOON)], late, SETTINGS) == late + LEAD


def test_the_newer_key_signs_from_its_moment_on() -> None:
    both = [key("a", NOON), key("b", NOON + DAYS)]
    before, then = signing(both, NOON + DAYS - SECOND), signing(both, NOON + DAYS)
    assert before is not None
    assert then is not None
    assert (before.kid, then.kid) == ("a", "b")


def test_a_key_stays_published_until_its_last_token_is_over() -> None:
    both = [key("a", NOON), key("b", NOON + DAYS)]
    over = NOON + DAYS + timedelta(minutes=5, seconds=30)

    def kids(keys: list[SigningKey], now: datetime) -> list[str]:
        return [one.kid for one in published(keys, now, SETTINGS.token_life)]

    assert kids(both, NOON) == ["a", "b"]
    assert kids(both, over - SECOND) == ["a", "b"]
    assert kids(both, over) == ["b"]
