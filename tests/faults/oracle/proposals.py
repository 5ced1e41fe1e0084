"""Facts told by roster, tickets and inspection that scoring must hold against a rule, each once."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from faults.oracle.finding import Finding
from faults.oracle.history import Database, Json, moment

ATTENDANCE = {"late": "attendance-late", "early_leave": "attendance-early-leave", "absent": "attendance-absent"}

Wanted = tuple[str, datetime]
"""(id of the proposal, moment of the fact)."""


def _of(type_: str, told: Json) -> list[Wanted]:
    """The proposals that a told fact leads to."""
    match type_:
        case "attendance-classified" if told["finding"] in ATTENDANCE:
            return [(f"{ATTENDANCE[told['finding']]}.{told['shift_id']}", moment(told["actual_at"] or told["set_at"]))]
        case "handover-missed":
            return [(f"handover-missed.{told['handover_id']}", moment(told["due_at"]))]
        case "handover-completed":
            at = moment(told["completed_at"])
            off_time = [] if told["on_time"] else [(f"handover-off-time.{told['handover_id']}", at)]
            return off_time + ([(f"handover-omitted.{told['handover_id']}", at)] if told["omitted"] else [])
        case "check-missed" if not told["whole_round"]:
            return [(f"check-missed.{told['check_id']}", moment(told["due_at"]))]
        case "round-missed":
            return [(f"round-missed.{told['round_id']}", moment(told["due_at"]))]
        case "check-completed" if told["late"]:
            return [(f"check-late.{told['check_id']}", moment(told["completed_at"]))]
        case "fault-reported" if told["late"]:
            return [(f"fault-reported-late.{told['fault_id']}", moment(told["reported_at"]))]
        case "person-replaced":
            return [(f"person-replaced.{told['person_id']}", moment(told["at"]))]
        case "person-failed-exam":
            return [(f"exam-failed.{told['person_id']}", moment(told["at"]))]
        case "call-missed":
            return [(f"call-missed.{told['call_id']}", moment(told["rang_at"]))]
        case "meeting-incident":
            return [(f"meeting-incident.{told['incident_id']}", moment(told["occurred_at"]))]
        case "roll-call-missed":
            return [(f"roll-call-missed.{told['meeting_id'] or told['day']}", moment(told["due_at"]))]
        case "complaint-received":
            return [(f"complaint-received.{told['complaint_id']}", moment(told["received_at"]))]
        case "urgent-task-completed":
            return [(f"urgent-task-completed.{told['ticket_id']}", moment(told["completed_at"]))]
        case _:
            return []


def _corrected(type_: str, told: Json) -> list[str]:
    """The proposals whose fact is taken back."""
    if type_ == "attendance-classified" and told["corrects"] in ATTENDANCE and told["corrects"] != told["finding"]:
        return [f"{ATTENDANCE[told['corrects']]}.{told['shift_id']}"]
    if type_ == "handover-completed":
        return [f"handover-missed.{told['handover_id']}"]
    if type_ == "check-completed" and told["after_missed"]:
        return [f"check-missed.{told['check_id']}", f"round-missed.{told['round_id']}"]
    return []


def proposals(all_: Mapping[str, Database], contract: str) -> Iterator[Finding]:
    """Compares scoring's proposals with the lanes of the others."""
    wanted: dict[str, str] = {}
    corrected: set[str] = set()
    within = _term(all_["billing"], contract)
    for source in ("roster", "tickets", "inspection"):
        for event in all_[source].lane(contract):
            told = event.told
            taken_back = _corrected(event.public_type or "", told)
            corrected.update(id_ for id_ in taken_back if id_ in wanted)
            for id_, at in _of(event.public_type or "", told):
                if within[0] <= at.astimezone(within[2]).date().isoformat() <= within[1]:
                    wanted.setdefault(id_, all_[source].position(event))
    yield from _compared(all_["scoring"], contract, wanted, corrected)


def _term(billing: Database, contract: str) -> tuple[str, str, ZoneInfo]:
    facts = next(event for event in billing.events[contract] if event.type == "terms-activated").data["pack"]["contract"]
    return facts["term"]["starts"], facts["term"]["ends"], ZoneInfo(facts["timezone"])


def _compared(scoring: Database, contract: str, wanted: Mapping[str, str], corrected: set[str]) -> Iterator[Finding]:
    where = f"scoring/{contract}: proposal"
    raised: Counter[str] = Counter()
    taken_back: Counter[str] = Counter()
    for event in scoring.events.get(contract, ()):
        if event.type == "proposal-raised":
            raised[event.id] += 1
            if raised[event.id] == 1 and event.id in wanted and event.data["evidence"] != [wanted[event.id]]:
                yield Finding("effects", f"{where} {event.id} rests on {event.data['evidence']}, not on {wanted[event.id]}")
        elif event.type == "proposal-fact-corrected":
            taken_back[event.id] += 1
    for id_ in sorted(wanted.keys() - raised.keys()):
        yield Finding("effects", f"{where} {id_} is missing ({wanted[id_]})")
    for id_ in sorted(raised.keys() - wanted.keys()):
        yield Finding("effects", f"{where} {id_} has no fact behind it")
    for id_, count in raised.items():
        if count > 1 and id_ not in corrected:
            yield Finding("effects", f"{where} {id_} was raised {count} times")
    for id_ in sorted(corrected - taken_back.keys()):
        yield Finding("effects", f"{where} {id_}: its fact was taken back, the proposal does not say so")
