"""One event, two forms, the same bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.cloudevents import INLINE_LIMIT, data_of, feed, headers_of, of_lines, of_message
from common.lane import GENESIS
from common.testing.lanes import lane, told

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(text, text, st.none() | text)
def test_a_message_brings_back_what_was_sent(stream: str, correlation: str, causation: str | None) -> None:
    event = lane(1)[0]._replace(stream=stream, correlation_id=correlation, causation_id=causation)
    headers = headers_of(event)
    assert all(value.isascii() and value.isprintable() and " " not in value for value in headers.values())
    assert of_message(headers, data_of(event)) == event


@given(st.lists(st.tuples(text, text), max_size=5))
def test_a_feed_brings_back_the_same_bytes(pairs: list[tuple[str, str]]) -> None:
    events = [
        told(number, GENESIS, GENESIS, body=b'{"data": {"data":1}}')._replace(stream=stream, correlation_id=correlation)
        for number, (stream, correlation) in enumerate(pairs, 1)
    ]
    assert list(of_lines(feed(events))) == events


def test_the_headers_are_those_of_cloudevents_binary_mode() -> None:
    headers = headers_of(lane(1)[0])
    assert headers["ce-specversion"] == "1.0"
    assert headers["ce-id"] == headers["Nats-Msg-Id"] == "log/c-1/1"
    assert headers["ce-source"] == "/watchbill/roster/log"
    assert headers["ce-type"] == "watchbill.roster.shift-started.v1"
    assert headers["ce-sequence"] == "1"
    assert headers["ce-previoushash"] == GENESIS
    assert headers["ce-subject"] == "shift/S-1"
    assert headers["ce-ledgerseq"] == "2"


@pytest.mark.parametrize(("size", "travels"), [(INLINE_LIMIT - 1, True), (INLINE_LIMIT, True), (INLINE_LIMIT + 1, False)])
def test_data_above_512_kib_stays_behind_and_the_message_says_where_it_is(size: int, travels: bool) -> None:
    event = lane(1)[0]._replace(body=b"1" * size)
    headers, data = headers_of(event), data_of(event)
    assert (data == event.body) is travels
    assert of_message(headers, data).body == (event.body if travels else None)
    assert headers.get("ce-dataref") == (None if travels else "/v1/contracts/c-1/feed?after=0&limit=1")


def test_a_message_that_is_not_ours_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="source"):
        of_message({"ce-id": "x"}, b"")
