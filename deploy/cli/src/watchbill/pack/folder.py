"""A pack's folder: one part for each YAML file, or for each folder of files that each hold a list."""

from dataclasses import dataclass, field
from pathlib import Path

from pydantic import JsonValue

from watchbill.pack.marks import Address, Flaw, Marked, Place, read
from watchbill.words import Stop


@dataclass
class Folder:
    """The whole pack as JSON with the place of everything in it."""

    path: Path
    document: dict[str, JsonValue] = field(default_factory=dict)
    places: dict[Address, Place] = field(default_factory=dict)
    flaws: list[Flaw] = field(default_factory=list)

    def place(self, address: Address) -> Place:
        """Where `address` stands, or the nearest thing around it."""
        for length in range(len(address), 0, -1):
            if address[:length] in self.places:
                return self.places[address[:length]]
        return Place(self.path / f"{address[0]}.yaml" if address else self.path, 1)


def load(path: Path) -> Folder:
    """Reads every part. Stops when there is no such folder."""
    if not path.is_dir():
        raise Stop(f"没有目录 {path}", f"there is no folder {path}", 2)
    folder = Folder(path)
    for entry in sorted(path.iterdir()):
        if entry.is_dir():
            _add_list(folder, entry)
        elif entry.suffix == ".yaml":
            _add(folder, (entry.stem,), read(entry))
        else:
            folder.flaws.append(Flaw(Place(entry, 1), "file_unknown", entry.name))
    return folder


def document_of(path: Path) -> dict[str, JsonValue]:
    """The pack as it travels. Stops at the first flaw of its YAML; whether it is consistent, billing decides."""
    folder = load(path)
    if folder.flaws:
        flaw = folder.flaws[0]
        raise Stop(f"{flaw.place}: {flaw.code} {flaw.subject}", f"{flaw.place}: {flaw.code} {flaw.subject}")
    return folder.document


def _add(folder: Folder, prefix: Address, marked: Marked) -> None:
    folder.flaws += marked.flaws
    folder.document[str(prefix[0])] = marked.value
    folder.places |= {prefix + address: place for address, place in marked.places.items()}


def _add_list(folder: Folder, entry: Path) -> None:
    """The files of a folder continue one list."""
    together: list[JsonValue] = []
    for path in sorted(entry.glob("*.yaml")):
        marked = read(path)
        folder.flaws += marked.flaws
        rows = marked.value if isinstance(marked.value, list) else []
        if not isinstance(marked.value, list) and not marked.flaws:
            folder.flaws.append(Flaw(Place(path, 1), "not_a_list", path.name))
        for address, place in marked.places.items():
            if address:
                folder.places[(entry.name, int(address[0]) + len(together), *address[1:])] = place
        together += rows
    folder.document[entry.name] = together
