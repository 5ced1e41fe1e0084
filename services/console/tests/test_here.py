"""A contract as pages have it: which day it is there, and whether its term is over."""

from datetime import UTC, date, datetime

from common.clock import real_now
from console.shell.here import Contract

MIDNIGHT = datetime(2027, 6, 14, 16, 0, tzinfo=UTC)
"""In Shanghai the 15th begins."""


def contract(stands_at: datetime | None = None, ends: date | None = None) -> Contract:
    return Contract("c-1", "合同", "Contract", "Asia/Shanghai", sample=False, ends=ends, stands_at=stands_at)


def test_the_day_is_that_of_the_services_clock_in_the_contracts_zone() -> None:
    assert contract(MIDNIGHT).today == date(2027, 6, 15)
    assert contract(MIDNIGHT.replace(hour=15, minute=59)).today == date(2027, 6, 14)


def test_without_virtual_time_it_is_the_machines_day() -> None:
    assert (contract().now - real_now()).total_seconds() < 1


def test_a_term_is_over_on_the_day_after_its_last() -> None:
    assert contract(MIDNIGHT, date(2027, 6, 14)).over
    assert not contract(MIDNIGHT, date(2027, 6, 15)).over
    assert not contract(MIDNIGHT).over
