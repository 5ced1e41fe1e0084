"""The invented world's day: a contract in force, a call that was missed, a shift, a meeting that lies ahead."""

from datetime import datetime, timedelta
from pathlib import Path

from faults.invented import CONTRACT, DUE, LATER, START, TERMS, TERMS_COMMAND, Invented


def day(folder: Path) -> Invented:
    """A contract in force; a call that was missed, a shift that was started, a fault with its ticket, a meeting set up late."""
    made = Invented(folder)
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
