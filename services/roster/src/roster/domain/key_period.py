"""A key period (重点保障): the customer orders reinforced staffing of a post for a time (A1 2.x.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from common.aggregate import Aggregate
from common.errors import Refused
from common.terms import Terms


@dataclass(frozen=True, slots=True)
class OrderKeyPeriod:
    """`minimum` is `None` where the order says "reinforce" without a number. `reason` is the digest of a text."""

    post: str
    minimum: int | None
    starts_at: datetime
    ends_at: datetime
    reason: str | None


@dataclass(frozen=True, slots=True)
class KeyPeriodOrdered:
    """Without a number nothing is required yet and the customer is asked (AMB-23, `surge.without_number`)."""

    post: str
    minimum: int | None
    starts_at: datetime
    ends_at: datetime
    reason: str | None


@dataclass(frozen=True, slots=True)
class KeyPeriod:
    """Whether it was ordered."""

    ordered: bool = False


def decide(command: OrderKeyPeriod, period: KeyPeriod, terms: Terms) -> Sequence[KeyPeriodOrdered]:
    """Dispatches on the command; raises `Refused`."""
    if period.ordered:
        raise Refused("key_period_already_ordered")
    if command.post not in terms.staffing.posts:
        raise Refused("post_unknown", post=command.post)
    if command.ends_at <= command.starts_at:
        raise Refused("ends_before_start")
    first, last = terms.local_date(command.starts_at), terms.local_date(command.ends_at - timedelta(microseconds=1))
    if first < terms.term.starts or last > terms.term.ends:
        raise Refused("outside_the_term", clause=terms.term.clause)
    return (KeyPeriodOrdered(command.post, command.minimum, command.starts_at, command.ends_at, command.reason),)


def evolve(period: KeyPeriod, event: KeyPeriodOrdered) -> KeyPeriod:
    """Folds one event in; never checks, it has happened."""
    return KeyPeriod(ordered=True)


KEY_PERIOD = Aggregate[OrderKeyPeriod, KeyPeriod, KeyPeriodOrdered]("key-period", KeyPeriod(), decide, evolve)
