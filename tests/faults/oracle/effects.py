"""What services make of each other's lanes: every effect once, none without a cause, in the order of the lane."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from faults.oracle.finding import Finding
from faults.oracle.history import Database, Event
from faults.oracle.lanes import CONSUMERS
from faults.oracle.proposals import proposals

ADOPTED = {
    "contract-activated": "terms-activated",
    "reading-set": "reading-chosen",
    "reference-rate-set": "reference-rate-set",
    "calendar-published": "calendar-year-published",
}
_POLICY = re.compile(r"policy:([a-z-]+):([a-z]+):([a-z0-9-]+):(\d+):(.+)")


def check(all_: Mapping[str, Database]) -> Iterator[Finding]:
    """Every policy of every service."""
    yield from _causes(all_)
    for contract in all_["billing"].ledgers:
        yield from _terms(all_, contract)
        yield from _bond(all_["billing"], contract)
        yield from _heard(all_["scoring"], all_["billing"], contract)
        yield from _duty(all_["roster"], all_["tickets"], contract)
        yield from _fault_tickets(all_["inspection"], all_["tickets"], contract)
        yield from proposals(all_, contract)


def _causes(all_: Mapping[str, Database]) -> Iterator[Finding]:
    """A policy's command names the event that led to it, and that event is there."""
    lanes = {
        (name, contract): [event.seq for event in database.lane(contract)]
        for name, database in all_.items()
        for contract in database.ledgers
    }
    for name, database in all_.items():
        for events in database.events.values():
            for event in events:
                if event.actor.startswith("policy:") or event.command_id.startswith("policy:"):
                    yield from _cause(name, database, event, lanes)


def _cause(name: str, database: Database, event: Event, lanes: Mapping[tuple[str, str], list[int]]) -> Iterator[Finding]:
    matched = _POLICY.fullmatch(event.command_id)
    where = f"{database.position(event)}: {event.command_id}"
    if matched is None or (matched[1], matched[2]) not in CONSUMERS[name]:
        yield Finding("effects", f"{where} is not a command of a policy of {name}")
        return
    if matched[5] != event.stream and not matched[5].startswith(f"{event.stream}:"):
        yield Finding("effects", f"{where} does not name its target: that is {event.stream}")
    lane, number = lanes.get((matched[2], matched[3]), []), int(matched[4])
    if number > len(lane) or event.causation_id != f"{matched[2]}:{matched[3]}:{lane[number - 1]}":
        yield Finding("effects", f"{where} has no cause: {event.causation_id}")


def _terms(all_: Mapping[str, Database], contract: str) -> Iterator[Finding]:
    billing = all_["billing"]
    wanted = [(ADOPTED[one.public_type], billing.position(one)) for one in billing.lane(contract) if one.public_type in ADOPTED]
    for name, database in all_.items():
        if name != "billing":
            events = (event for event in database.events.get(contract, ()) if event.stream == "terms/contract")
            yield from _list(f"{name}/{contract}: terms", wanted, [(event.type, event.data["source"]) for event in events])


def _bond(billing: Database, contract: str) -> Iterator[Finding]:
    awaited = [event.seq for event in billing.events.get(contract, ()) if event.type == "bond-awaited"]
    if len(awaited) != 1:
        yield Finding("effects", f"billing/{contract}: the bond is awaited {len(awaited)} times")


def _heard(scoring: Database, billing: Database, contract: str) -> Iterator[Finding]:
    """billing hears of every closed quarter, and proposes a breach for what the contractor missed."""
    wanted: list[tuple[str, ...]] = []
    for event in scoring.lane(contract):
        if event.public_type == "quarter-closed":
            wanted.append(("quarter-heard", scoring.position(event), str(event.told["quarter"])))
        elif event.public_type == "obligation-missed" and event.told["party"] == "contractor":
            wanted.append(("breach-proposed", scoring.position(event), event.told["obligation"]))
    found: list[tuple[str, ...]] = []
    for event in billing.events.get(contract, ()):
        if event.type == "quarter-heard":
            found.append((event.type, event.data["source"], str(event.data["quarter"])))
        elif event.type == "breach-proposed" and event.actor.startswith("policy:"):
            found.append((event.type, event.data["evidence"][0], event.data["fact"]))
    yield from _list(f"billing/{contract}: what scoring told", wanted, found)


def _duty(roster: Database, tickets: Database, contract: str) -> Iterator[Finding]:
    """Who is on duty at tickets follows the shifts at roster."""
    wanted: list[tuple[str, str, str]] = []
    open_: dict[str, list[str]] = defaultdict(list)
    for event in roster.lane(contract):
        told, at = event.told, roster.position(event)
        if event.public_type == "shift-started" and told["shift_id"] not in open_[told["person_id"]]:
            open_[told["person_id"]].append(told["shift_id"])
            wanted.append(("duty-began", told["shift_id"], at))
        elif event.public_type == "shift-ended" and told["shift_id"] in open_[told["person_id"]]:
            open_[told["person_id"]].remove(told["shift_id"])
            wanted.append(("duty-ended", told["shift_id"], at))
        elif event.public_type == "person-left":
            wanted += [("duty-ended", shift, at) for shift in open_.pop(told["person_id"], ())]
    events = (event for event in tickets.events.get(contract, ()) if event.type in {"duty-began", "duty-ended"})
    found = [(event.type, event.data["shift_id"], event.data["source"]) for event in events]
    yield from _list(f"tickets/{contract}: duty", wanted, found)


def _fault_tickets(inspection: Database, tickets: Database, contract: str) -> Iterator[Finding]:
    """Each fault has one ticket; it is resolved with the fault."""
    effect = {"fault-found": "ticket-opened", "fault-resolved": "ticket-resolved"}
    wanted = [
        (effect[event.public_type], f"ticket/fault-{event.told['fault_id']}", inspection.position(event))
        for event in inspection.lane(contract)
        if event.public_type in effect
    ]
    found = [
        (event.type, event.stream, event.data["by"])
        for event in tickets.events.get(contract, ())
        if event.command_id.startswith("policy:ticket-per-fault:")
    ]
    yield from _list(f"tickets/{contract}: tickets of faults", wanted, found)


def _list(where: str, wanted: Sequence[tuple[str, ...]], found: Sequence[tuple[str, ...]]) -> Iterator[Finding]:
    if wanted == found:
        return
    missing, more = Counter(wanted) - Counter(found), Counter(found) - Counter(wanted)
    for one in list(missing)[:3]:
        yield Finding("effects", f"{where}: {one} is missing")
    for one in list(more)[:3]:
        yield Finding("effects", f"{where}: {one} is there {found.count(one)} times, should be {wanted.count(one)}")
    if not missing and not more:
        yield Finding("reordered", f"{where}: not in the order of the lane")
