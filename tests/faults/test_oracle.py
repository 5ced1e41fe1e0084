"""Every check of the oracle sees the defect that it is for; a sound world has none."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from faults.invented import CONTRACT, DUE, LATER, START, Invented
from faults.invented_day import day
from faults.oracle.history import Database, Event


@pytest.fixture
def world(tmp_path: Path) -> Invented:
    return day(tmp_path)


def _kinds(world: Invented) -> set[str]:
    return {finding.kind for finding in world.findings()}


def _events(world: Invented, service: str) -> list[Event]:
    return world.databases[service].events[CONTRACT]


def test_a_sound_world_has_no_findings_but_the_event_nobody_asked_for(world: Invented) -> None:
    (finding,) = world.findings()
    assert "http:sm-1:before was never asked for" in finding.what


def lost_event(world: Invented) -> None:
    _events(world, "tickets").pop(1)


def lost_command(world: Invented) -> None:
    """Acknowledged, and gone without a trace: the chain is whole."""
    tickets = world.databases["tickets"]
    gone = _events(world, "tickets").pop()
    del tickets.commands[CONTRACT, gone.command_id]
    tickets.timers.clear()
    world.sound()


def repeated_command(world: Invented) -> None:
    """The same command carried out again: its event stands twice."""
    rang = _events(world, "tickets")[1]
    world.add("tickets", rang.stream, rang.type, rang.data, rang.command_id)
    world.sound()


def other_content(world: Invented) -> None:
    events = _events(world, "tickets")
    events[1] = replace(events[1], payload='{"rang_at": "2026-07-06T01:00:00+00:00", "by": "somebody", "about": null}')
    world.sound()


def changed_byte(world: Invented) -> None:
    events = _events(world, "scoring")
    events[0] = replace(events[0], payload=events[0].payload.replace("false", "true"))


def cut_tail(world: Invented) -> None:
    _events(world, "scoring").pop()


def swapped_lane(world: Invented) -> None:
    events = _events(world, "tickets")
    events[2] = replace(events[2], public_no=2)


def backward_time(world: Invented) -> None:
    events = _events(world, "tickets")
    events[2] = replace(events[2], recorded_at=START - timedelta(days=1))


def changed_row(world: Invented) -> None:
    row = next(iter(world.databases["tickets"].views["calls_v1"].values()))
    row["row"]["state"] = "answered"


def missing_row(world: Invented) -> None:
    world.databases["scoring"].views["proposals_v1"].clear()


def extra_row(world: Invented) -> None:
    rows = world.databases["tickets"].views["calls_v1"]
    rows[CONTRACT, "b"] = next(iter(rows.values()))


def unfired_timer(world: Invented) -> None:
    world.databases["tickets"].now = LATER + timedelta(days=7)


def forgotten_timer(world: Invented) -> None:
    world.databases["tickets"].timers.popitem()


def timer_fired_twice(world: Invented) -> None:
    lapsed = {"kind": "quarter-opens", "reason": None}
    world.add("scoring", "timer/open-1", "timer-lapsed", lapsed, "timer:open-1:1")
    world.sound()


def timer_fired_early(world: Invented) -> None:
    seq = next(event.seq for event in _events(world, "tickets") if event.type == "meeting-planned")
    missed = {"level": "一级", "day": "2026-07-09", "due_at": DUE}
    told = ("roll-call-missed", {"meeting_id": "m", "day": "2026-07-09", "due_at": DUE, "level": "一级"})
    world.add("tickets", "meeting/m", "roll-call-missed", missed, f"timer:roll-call:m:{seq}", told=told)
    del world.databases["tickets"].timers[CONTRACT, "roll-call:m"]
    world.sound()


def missing_effect(world: Invented) -> None:
    """A consumer moved its position and then did nothing."""
    _drop_last(world.databases["scoring"])
    world.sound()


def repeated_effect(world: Invented) -> None:
    """A policy whose command ids change did its work twice."""
    raised = _events(world, "scoring")[-1]
    command_id = raised.command_id.replace("c-1:1:", "c-1:1-again:")
    world.add("scoring", raised.stream, raised.type, raised.data, command_id, causation=raised.causation_id)
    world.sound()


def unheard_quarter(world: Invented) -> None:
    """scoring closed a quarter, billing never heard of it."""
    told = ("quarter-closed", {"quarter": 1})
    world.add("scoring", "quarter/1", "quarter-closed", {"quarter": 1}, "http:head-1:close", told=told)
    world.sound()


def unproposed_handover(world: Invented) -> None:
    """A handover at the wrong time led to no proposal."""
    completed = {
        "handover_id": "VC-2026-07-06",
        "completed_at": START.isoformat(),
        "on_time": False,
        "omitted": 0,
    }
    told = ("handover-completed", completed)
    world.add("roster", "handover/VC-2026-07-06", "handover-completed", completed, "http:vc-1:done", told=told)
    world.sound()


def unclosed_round(world: Invented) -> None:
    """A round was opened and no timer waits for its end."""
    due = (LATER + timedelta(days=1)).isoformat()
    world.add("inspection", "round/r", "round-opened", {"round": {"round_id": "r", "due_at": due}}, "http:vc-1:open")
    world.sound()


def effect_without_cause(world: Invented) -> None:
    began = next(event for event in _events(world, "tickets") if event.type == "duty-began")
    other = began.command_id.replace("c-1:1:", "c-1:9:")
    world.add("tickets", "duty/vc-2", "duty-began", {**began.data, "shift_id": "t"}, other, causation=began.causation_id)
    world.sound()


def stuck_consumer(world: Invented) -> None:
    row = next(row for row in world.databases["scoring"].positions if row["source"] == "tickets")
    row["number"] = 0


def stopped_lane(world: Invented) -> None:
    row = next(row for row in world.databases["tickets"].positions if row["source"] == "roster")
    row["stopped"] = "failed"


def other_hash(world: Invented) -> None:
    row = next(row for row in world.databases["tickets"].positions if row["source"] == "roster")
    row["hash"] = "0" * 64


def unpublished_tail(world: Invented) -> None:
    world.databases["roster"].relayed[CONTRACT] = 0


def parked_command(world: Invented) -> None:
    entry = {
        "name": "propose",
        "source": "tickets",
        "contract_id": CONTRACT,
        "number": 1,
        "target": "x",
        "code": "c",
        "reason": "r",
    }
    world.databases["scoring"].parked.append(entry)


def _drop_last(database: Database) -> None:
    gone = database.events[CONTRACT].pop()
    del database.commands[CONTRACT, gone.command_id]


@pytest.mark.parametrize(
    ("breakage", "kind"),
    [
        (lost_event, "lost"),
        (lost_command, "lost"),
        (repeated_command, "duplicated"),
        (other_content, "other"),
        (changed_byte, "broken_chain"),
        (cut_tail, "lost"),
        (swapped_lane, "reordered"),
        (backward_time, "reordered"),
        (changed_row, "diverged_views"),
        (missing_row, "diverged_views"),
        (extra_row, "diverged_views"),
        (unfired_timer, "timers"),
        (forgotten_timer, "timers"),
        (timer_fired_twice, "timers"),
        (timer_fired_early, "timers"),
        (missing_effect, "effects"),
        (repeated_effect, "effects"),
        (effect_without_cause, "effects"),
        (unheard_quarter, "effects"),
        (unproposed_handover, "effects"),
        (unclosed_round, "timers"),
        (stuck_consumer, "stuck"),
        (stopped_lane, "stuck"),
        (other_hash, "broken_chain"),
        (unpublished_tail, "stuck"),
        (parked_command, "stuck"),
    ],
)
def test_each_defect_is_seen_by_its_check(world: Invented, breakage: Callable[[Invented], None], kind: str) -> None:
    before = len([finding for finding in world.findings() if finding.kind == kind])
    breakage(world)
    assert len([finding for finding in world.findings() if finding.kind == kind]) > before
