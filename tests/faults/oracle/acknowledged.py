"""Every acknowledged command is in the ledger once, as it was meant; nothing is there that nobody asked for."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from faults.oracle.finding import Finding, Kind
from faults.oracle.history import Database, Event
from faults.oracle.meaning import MAY_CHANGE_NOTHING, MEANING, Meant
from faults.record import Command


def check(databases: Mapping[str, Database], commands: Mapping[str, Command]) -> Iterator[Finding]:
    """Compares the record of the load with every service's ledger."""
    found = {name: _by_command(database) for name, database in databases.items()}
    for command in commands.values():
        asked = command.asked
        events = found[asked.service].get((asked.contract, asked.command_id), [])
        yield from _one(command, events, databases[asked.service])
    for service, by_command in found.items():
        for (contract, command_id), events in by_command.items():
            if command_id.startswith(("http:", "import:")) and f"{service}/{contract}/{command_id}" not in commands:
                yield Finding("other", f"{service}/{contract}:{events[0].seq}: {command_id} was never asked for")
    for database in databases.values():
        yield from _ranges(database, found[database.service])


def _one(command: Command, events: list[Event], database: Database) -> Iterator[Finding]:
    asked = command.asked
    name = f"{asked.kind} {asked.service}/{asked.contract}/{asked.command_id}"
    if command.state == "refused" and events and not command.may_be_there:
        yield Finding("duplicated", f"{name}: refused, yet event {events[0].seq} is there")
    if len(command.positions) > 1 and (events or asked.kind not in MAY_CHANGE_NOTHING):
        yield Finding("duplicated", f"{name}: acknowledged at {sorted(command.positions)}")
    if command.state != "acknowledged":
        return
    if not events:
        if asked.kind not in MAY_CHANGE_NOTHING:
            yield Finding("lost", f"{name}: acknowledged at {sorted(command.positions)}, not in the ledger")
        return
    if command.positions != {database.position(events[-1])}:
        yield Finding("other", f"{name}: acknowledged at {sorted(command.positions)}, recorded up to {events[-1].seq}")
    yield from _as_meant(name, command, events)


def _as_meant(name: str, command: Command, events: list[Event]) -> Iterator[Finding]:
    """The events say what was asked, each as often as it was asked for: once."""
    meaning = MEANING[command.asked.kind]
    meant: Meant = meaning(command)
    counted = Counter(event.type for event in events)
    if len(events) < command.asked.body.get("events", 0):
        yield Finding("lost", f"{name}: {len(events)} events, {command.asked.body['events']} were imported")
    for type_, (stream, facts) in meant.items():
        if counted[type_] != 1:
            kind: Kind = "duplicated" if counted[type_] else "lost"
            yield Finding(kind, f"{name}: {counted[type_]} times {type_}, {dict(counted)}")
            continue
        event = next(event for event in events if event.type == type_)
        if stream is not None and event.stream != stream:
            yield Finding("other", f"{name}: {type_} stands in {event.stream}, not in {stream}")
        data = event.data
        for field, value in facts.items():
            if data.get(field) != value:
                yield Finding("other", f"{name}: {type_}.{field} is {data.get(field)!r}, asked was {value!r}")


def _by_command(database: Database) -> dict[tuple[str, str], list[Event]]:
    found: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for contract, events in database.events.items():
        for event in events:
            found[contract, event.command_id].append(event)
    return found


def _ranges(database: Database, by_command: Mapping[tuple[str, str], list[Event]]) -> Iterator[Finding]:
    """A command's events stand together, under the numbers that `commands` names, once."""
    for place, events in by_command.items():
        numbers = [event.seq for event in events]
        first, last = database.commands.get(place, (0, 0))
        if numbers != list(range(first, last + 1)):
            kind: Kind = "duplicated" if len(numbers) > last - first + 1 else "lost"
            yield Finding(kind, f"{database.service}/{place[0]}: {place[1]} has {numbers[:6]}, its row says {first} to {last}")
    for place in database.commands.keys() - by_command.keys():
        yield Finding("lost", f"{database.service}/{place[0]}: {place[1]} is kept, its events are not there")
