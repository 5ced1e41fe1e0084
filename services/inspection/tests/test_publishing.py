"""What others are told of a miss lies on the day it is about, not on the next one."""

from datetime import date, datetime

from common.testing.terms import beijing_terms
from inspection.domain.round import CheckMissed, RoundMissed
from inspection.publishing import check_missed, round_missed

TERMS = beijing_terms()
LAST_OF_QUARTER_1 = date(2026, 9, 14)
MIDNIGHT = datetime(2026, 9, 15, 0, 0, tzinfo=TERMS.timezone)


def test_a_check_missed_on_a_quarters_last_day_belongs_to_that_quarter() -> None:
    missed = CheckMissed("2026-09-14", "INS-DS-3", "INS-DS-3", "指挥大厅", LAST_OF_QUARTER_1, MIDNIGHT, whole_round=False)
    told = check_missed("round/2026-09-14", missed)
    assert told.due_at == datetime(2026, 9, 14, 23, 59, 59, tzinfo=TERMS.timezone)
    assert TERMS.quarter_of(TERMS.local_date(told.due_at)).no == 1


def test_a_round_missed_on_the_terms_last_day_lies_in_the_term() -> None:
    midnight = datetime(2027, 6, 15, 0, 0, tzinfo=TERMS.timezone)
    told = round_missed("round/2027-06-14", RoundMissed(date(2027, 6, 14), midnight, 2))
    assert TERMS.quarter_of(TERMS.local_date(told.due_at)).no == 4
