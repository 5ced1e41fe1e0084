"""What may be done to a contract's terms, and what the events fold into."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from common.errors import Refused
from common.terms import (
    TERMS,
    ActivateTerms,
    CalendarDay,
    CalendarYearPublished,
    ChooseReading,
    PublishCalendarYear,
    ReadingChosen,
    ReferenceRateSet,
    SetReferenceRate,
    TermsActivated,
    fold_terms,
    pack_hash,
)
from common.terms.accepting import LARGEST_PACK
from common.testing.scenario import Given, given
from common.testing.terms import BEIJING, INVENTED, pack_document

PACK = pack_document(BEIJING)
ACTIVATED = TermsActivated("bj-2026", PACK, pack_hash(PACK), sample=False)
YEAR = PublishCalendarYear(
    2027, "示例公告", {date(2027, 2, 20): "makeup_workday", date(2027, 2, 8): "holiday"}, {date(2027, 2, 8): "春节"}
)
YEAR_PUBLISHED = CalendarYearPublished(
    2027,
    "示例公告",
    (CalendarDay(date(2027, 2, 8), "holiday", "春节"), CalendarDay(date(2027, 2, 20), "makeup_workday")),
)


def nothing_yet() -> Given[Any, Any, Any]:
    return given(TERMS, None)


def active(*events: object) -> Given[Any, Any, Any]:
    return given(TERMS, None, ACTIVATED, *events)


def test_a_contract_comes_into_force_on_a_pack() -> None:
    after = nothing_yet().when(ActivateTerms("bj-2026", PACK)).then(ACTIVATED)
    assert after.state.total_fen == 299_370_000
    assert not after.state.sample


def test_activating_the_same_pack_again_changes_nothing() -> None:
    active().when(ActivateTerms("bj-2026", PACK)).then_nothing_happened()


def test_another_pack_cannot_replace_the_one_in_force() -> None:
    active().when(ActivateTerms("bj-2026", pack_document(INVENTED))).then_refused("terms_already_activated")


def test_a_pack_with_an_unknown_key_is_refused() -> None:
    refused = nothing_yet().when(ActivateTerms("bj-2026", {**PACK, "extra": 1}))
    refused.then_refused("pack_invalid")
    assert refused.refusal is not None
    assert refused.refusal.details["where"] == "extra"


def test_a_pack_whose_payments_do_not_add_up_is_refused() -> None:
    money: Any = PACK["money"]
    broken = {**PACK, "money": {**money, "total": "2993700.01"}}
    nothing_yet().when(ActivateTerms("bj-2026", broken)).then_refused("pack_invalid")


def test_a_pack_larger_than_an_event_is_refused() -> None:
    nothing_yet().when(ActivateTerms("bj-2026", {**PACK, "padding": "x" * LARGEST_PACK})).then_refused("pack_too_large")


def with_option(name: str, option: str) -> dict[str, Any]:
    rows: Any = PACK["readings"]
    return {**PACK, "readings": [{**row, "option": option} if row["name"] == name else row for row in rows]}


def test_a_pack_may_start_with_another_option_of_a_reading_in_force() -> None:
    after = nothing_yet().when(ActivateTerms("bj-2026", with_option("quarter.scheme", "calendar")))
    assert after.state.reading("quarter.scheme") == "calendar"


def test_a_pack_with_another_option_of_a_recorded_reading_is_refused_by_name() -> None:
    refused = nothing_yet().when(ActivateTerms("bj-2026", with_option("confidentiality", "5_years")))
    refused.then_refused("reading_not_in_force")
    assert refused.refusal is not None
    assert refused.refusal.details["reading"] == "confidentiality"


def test_a_pack_with_an_option_nobody_declared_is_refused() -> None:
    nothing_yet().when(ActivateTerms("bj-2026", with_option("quarter.scheme", "lunar"))).then_refused("pack_invalid")


@pytest.mark.parametrize("command", [ChooseReading("tier.mode", "cumulative"), YEAR])
def test_nothing_changes_before_activation(command: object) -> None:
    nothing_yet().when(command).then_refused("contract_not_activated")


def test_a_reading_is_chosen_and_the_one_before_is_remembered() -> None:
    after = active().when(ChooseReading("quarter.scheme", "calendar", "digest"))
    history = after.then(ReadingChosen("quarter.scheme", "calendar", "service", "digest"))
    assert len(history.state.quarters) == 5
    history.when(ChooseReading("quarter.scheme", "service")).then(ReadingChosen("quarter.scheme", "service", "calendar"))


def test_choosing_the_option_in_force_changes_nothing() -> None:
    active().when(ChooseReading("quarter.scheme", "service")).then_nothing_happened()


def test_an_unknown_reading_and_an_unknown_option_are_refused() -> None:
    active().when(ChooseReading("quarter.shape", "round")).then_refused("reading_unknown")
    active().when(ChooseReading("quarter.scheme", "lunar")).then_refused("reading_option_unknown", clause="A8S Art.7")


def test_another_option_of_a_recorded_reading_is_refused_by_name() -> None:
    refused = active().when(ChooseReading("confidentiality", "5_years"))
    refused.then_refused("reading_not_in_force", clause="§7.1")
    assert refused.refusal is not None
    assert refused.refusal.details["reading"] == "confidentiality"


def test_the_default_of_a_recorded_reading_may_be_confirmed() -> None:
    active().when(ChooseReading("confidentiality", "indefinite")).then_nothing_happened()


def test_a_published_year_replaces_the_projection_and_re_dates() -> None:
    after = active().when(YEAR).then(YEAR_PUBLISHED)
    before, now = fold_terms([ACTIVATED]), after.state
    assert before.calendar.is_provisional(2027)
    assert not now.calendar.is_provisional(2027)
    assert before.deadline("payment2_due", date(2027, 2, 15)).on == date(2027, 3, 29)
    assert now.deadline("payment2_due", date(2027, 2, 15)).on == date(2027, 3, 26)


def test_the_same_year_again_changes_nothing_and_a_correction_is_an_event() -> None:
    active(YEAR_PUBLISHED).when(YEAR).then_nothing_happened()
    corrected = PublishCalendarYear(2027, "示例公告", {date(2027, 2, 8): "holiday"})
    after = active(YEAR_PUBLISHED).when(corrected)
    assert len(after.events) == 1
    assert not after.state.calendar.is_working(date(2027, 2, 20))


BAD_YEARS = [
    (PublishCalendarYear(2025, "x", {date(2025, 1, 1): "holiday"}), "calendar_year_outside_term"),
    (PublishCalendarYear(2030, "x", {date(2030, 1, 1): "holiday"}), "calendar_year_outside_term"),
    (PublishCalendarYear(2027, "x", {}), "calendar_empty"),
    (PublishCalendarYear(2027, "x", {date(2026, 1, 1): "holiday"}), "calendar_day_outside_year"),
    (PublishCalendarYear(2027, "x", {date(2027, 1, 1): "holiday"}, {date(2027, 1, 2): "元旦"}), "calendar_day_outside_year"),
    (PublishCalendarYear(2027, "x", {date(2027, 2, 19): "makeup_workday"}), "calendar_makeup_on_weekday"),
]


@pytest.mark.parametrize(("command", "code"), BAD_YEARS)
def test_years_and_days_that_make_no_sense_are_refused(command: PublishCalendarYear, code: str) -> None:
    active().when(command).then_refused(code)


@pytest.mark.parametrize("year", [2026, 2027, 2028, 2029])
def test_years_from_signing_to_two_after_the_term_may_be_published(year: int) -> None:
    after = active().when(PublishCalendarYear(year, "x", {date(year, 1, 1): "holiday"}))
    assert [event.year for event in after.events] == [year]


RATE = SetReferenceRate("3.00", date(2026, 5, 20), "示例", example=True)


def test_the_rate_is_set_once_and_may_be_corrected() -> None:
    after = active().when(RATE).then(ReferenceRateSet("3.00", date(2026, 5, 20), "示例", example=True))
    assert after.state.rate.percent == Decimal("3.00")
    after.when(RATE).then_nothing_happened()
    corrected = after.when(SetReferenceRate("3.10", date(2026, 5, 20), "示例"))
    assert corrected.state.rate.percent == Decimal("3.10")
    assert len(corrected.state.rates) == 2


def test_no_rate_is_in_force_until_somebody_sets_it() -> None:
    assert active().state.rate is None


BAD_RATES = [
    ("0", date(2026, 5, 20), "rate_out_of_range"),
    ("-1", date(2026, 5, 20), "rate_out_of_range"),
    ("100.01", date(2026, 5, 20), "rate_out_of_range"),
    ("three", date(2026, 5, 20), "rate_out_of_range"),
    ("NaN", date(2026, 5, 20), "rate_out_of_range"),
    ("3.00", date(2026, 6, 17), "rate_after_signing"),
]


@pytest.mark.parametrize(("percent", "published_on", "code"), BAD_RATES)
def test_rates_that_cannot_apply_are_refused(percent: str, published_on: date, code: str) -> None:
    active().when(SetReferenceRate(percent, published_on, "x")).then_refused(code)


def test_the_rate_of_the_signing_day_itself_applies() -> None:
    assert active().when(SetReferenceRate("3.00", date(2026, 6, 16), "x")).events


def test_terms_without_activation_are_refused() -> None:
    with pytest.raises(Refused, match="contract_not_activated"):
        fold_terms([])
