"""Every check of the oracle sees the defect that it is for; a sound world has none."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from faults.invented import CONTRACT, DUE, LATER, START, TERMS, TERMS_COMMAND, Invented
from faults.oracle.history import Database, Event


@pytest.fixture
def world(tmp_path: Path) -> Invented:
    """A contract in force; a call that was missed, a shift that was started, a fault with its ticket, a meeting set up late."""
    made = Invented(tmp_path)
    activated = made.ask("billing.contract.activate", "", {"pack": TERMS["pack"]}, "admin-1")
    made.add("billing", "terms/contract", "terms-activated", {**TERMS, "source": None}, activated.command_id,
             told=("contract-activated", {"pack": TERMS["pack"]}))  # fmt: skip
    made.answer(activated, CONTRACT)
    awaited = {"due_on": "2026-06-30", "provisional": False, "due_ends_at": "2026-06-30T16:00:00Z"}
    made.add("billing", "bond/performance", "bond-awaited", awaited, "policy:watch-dates:billing:c-1:1:bond/performance",
             causation=f"billing:{CONTRACT}:1")  # fmt: skip
    made.add("billing", "bond/performance", "bond-fell-late", {"due_on": "2026-06-30"}, "timer:bond-due:2")
    for service in ("roster", "tickets", "inspection", "scoring"):
        source = f"billing:{CONTRACT}:1"
        made.add(service, "terms/contract", "terms-activated", {**TERMS, "source": source}, TERMS_COMMAND, causation=source)
    _due_at_once(made)
    _missed_call(made)
    _shift(made)
    _meeting(made)
    return made.sound()


def _due_at_once(made: Invented) -> None:
    """The timers that the terms set."""
    made.add("roster", "plan/contract", "roster-awaited", {"next_look": None}, "timer:roster-missing:1")
    made.add("inspection", "programme/contract", "programme-begun", {"next_day": None, "next_at": None}, "timer:programme:1")
    for number in range(1, 5):
        lapsed = {"kind": "quarter-opens", "reason": None}
        made.add("scoring", f"timer/open-{number}", "timer-lapsed", lapsed, f"timer:open-{number}:1")


def _missed_call(made: Invented) -> None:
    logged = made.ask("tickets.call.log", "/calls", {}, "sd-1")
    rang = {"rang_at": START.isoformat(), "by": "sd-1", "about": None}
    made.add("tickets", "call/a", "call-rang", rang, logged.command_id)
    made.answer(logged, "a")
    ended = made.ask("tickets.call.hang-up", "/calls/a/hang-up", {}, "sd-1")
    missed = {"rang_at": START.isoformat(), "ended_at": DUE, "waited_seconds": 3600}
    told = ("call-missed", {"call_id": "a", "rang_at": START.isoformat(), "seconds": 3600})
    event = made.add("tickets", "call/a", "call-missed", missed, ended.command_id, told=told)
    made.answer(ended, "a")
    raised = {
        "kind": "slip",
        "rules": [{"code": "2.6.2"}],
        "sign": -1,
        "units": 1,
        "event_at": START.isoformat(),
        "fact": "call-missed",
        "evidence": [f"tickets:{CONTRACT}:{event.seq}"],
        "subject": None,
        "quarter": 1,
        "form2_due_on": None,
        "provisional": False,
    }
    made.add("scoring", "proposal/call-missed.a", "proposal-raised", raised,
             "policy:propose:tickets:c-1:1:proposal/call-missed.a", causation=f"tickets:{CONTRACT}:{event.seq}")  # fmt: skip


def _shift(made: Invented) -> None:
    planned = {
        "roster_id": "r",
        "day": "2026-07-06",
        "person_id": "vc-1",
        "post": "VC",
        "planned_from": DUE,
        "planned_to": DUE,
        "absent_after": DUE,
    }
    made.add("roster", "shift/s", "shift-planned", planned, "http:sm-1:before")
    started = {"person_id": "vc-1", "post": "VC", "started_at": DUE, "entered_at": DUE, "planned_from": DUE, "planned_to": DUE}
    told = ("shift-started", {"shift_id": "s", "person_id": "vc-1"})
    asked = made.ask("roster.shift.start", "/shifts/s/start", {}, "vc-1")
    event = made.add("roster", "shift/s", "shift-started", started, asked.command_id, told=told)
    made.answer(asked, "s")
    source = f"roster:{CONTRACT}:{event.seq}"
    began = {"shift_id": "s", "person_id": "vc-1", "post": "VC", "began_at": DUE, "source": source}
    made.add("tickets", "duty/vc-1", "duty-began", began, "policy:follow-duty:roster:c-1:1:duty/vc-1", causation=source)


def _meeting(made: Invented) -> None:
    """Planned for later: two timers wait."""
    far = (LATER + timedelta(days=1)).isoformat()
    body = {"level": "一级", "kind": "例会"}
    asked = made.ask("tickets.meeting.plan", "/meetings", body, "sd-1")
    planned = {
        **body,
        "title": None,
        "starts_at": far,
        "ends_at": far,
        "setup_due_at": far,
        "roll_call_due_at": far,
        "recording_required": False,
        "by": "sd-1",
    }
    event = made.add("tickets", "meeting/m", "meeting-planned", planned, asked.command_id)
    made.answer(asked, "m")
    due = datetime.fromisoformat(far) + timedelta(seconds=1)
    for name in ("set-up", "roll-call"):
        made.databases["tickets"].timers[CONTRACT, f"{name}:m"] = {"set_by": event.seq, "due": due}


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
