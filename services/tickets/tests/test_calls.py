"""Calls to the desk: answered, or missed when the caller gives up (A8S-1 2.6.2)."""

from datetime import datetime, timedelta

from common.testing.scenario import given
from common.testing.terms import beijing_terms
from tickets.domain.call import CALL, AnswerCall, CallAnswered, CallEnded, CallMissed, CallRang, HangUp, LogCall

TERMS = beijing_terms()
RANG = datetime(2026, 10, 14, 3, 0, tzinfo=TERMS.timezone)
LATER = RANG + timedelta(hours=1)
RINGING = CallRang(RANG, "desk-1", None)


def after(seconds: int) -> datetime:
    return RANG + timedelta(seconds=seconds)


def test_a_caller_who_gives_up_was_not_answered_gc_75() -> None:
    given(CALL, TERMS, RINGING).when(HangUp(after(42), LATER)).then(CallMissed(RANG, after(42), 42))


def test_an_answered_call_that_ends_was_not_missed() -> None:
    (
        given(CALL, TERMS, RINGING)
        .when(AnswerCall(after(5), "desk-1", LATER))
        .then(CallAnswered(after(5), 5, "desk-1"))
        .when(HangUp(after(65), LATER))
        .then(CallEnded(after(65), 60))
    )


def test_a_call_is_written_down_afterwards_in_one_step() -> None:
    given(CALL, TERMS).when(LogCall(RANG, None, after(30), None, "desk-1", LATER)).then(RINGING, CallMissed(RANG, after(30), 30))


def test_a_call_is_answered_once() -> None:
    answered = CallAnswered(after(5), 5, "desk-1")
    given(CALL, TERMS, RINGING, answered).when(AnswerCall(after(6), "desk-1", LATER)).then_refused("call_already_answered")


def test_a_missed_call_cannot_be_answered_any_more() -> None:
    missed = CallMissed(RANG, after(42), 42)
    given(CALL, TERMS, RINGING, missed).when(AnswerCall(after(50), "desk-1", LATER)).then_refused("call_already_ended")


def test_nobody_answers_a_call_that_never_rang() -> None:
    given(CALL, TERMS).when(AnswerCall(RANG, "desk-1", LATER)).then_refused("call_not_logged")


def test_a_call_is_not_answered_before_it_rings() -> None:
    given(CALL, TERMS, RINGING).when(AnswerCall(after(-1), "desk-1", LATER)).then_refused("times_disordered")


def test_a_call_before_the_term_is_refused() -> None:
    early = datetime(2026, 6, 14, 23, 59, 59, tzinfo=TERMS.timezone)
    given(CALL, TERMS).when(LogCall(early, None, None, None, "desk-1", LATER)).then_refused("date_before_the_term", "§2.3")


def test_a_call_in_the_terms_first_minute_is_taken() -> None:
    first = datetime(2026, 6, 15, 0, 0, tzinfo=TERMS.timezone)
    given(CALL, TERMS).when(LogCall(first, None, None, None, "desk-1", LATER)).then(CallRang(first, "desk-1", None))


def test_a_call_cannot_ring_in_the_future() -> None:
    given(CALL, TERMS).when(LogCall(LATER + timedelta(seconds=1), None, None, None, "d", LATER)).then_refused(
        "date_in_the_future"
    )
