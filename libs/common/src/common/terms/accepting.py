"""Whether a pack may be put in force."""

from pydantic import ValidationError

from common.errors import Refused
from common.terms.checks import findings
from common.terms.folding import parsed
from common.terms.pack import Document, Pack, canonical

LARGEST_PACK = 900_000
"""Bytes of a pack as an event: NATS carries 1 MiB, the feed answers pages; see `watchbill pack check`."""


def accepted(document: Document) -> Pack:
    """The pack, if it is whole and consistent and chooses only readings the software can follow.

    Refused with `pack_too_large`, `pack_invalid` (where, what) or `reading_not_in_force` (which).
    """
    size = len(canonical(document))
    if size > LARGEST_PACK:
        raise Refused("pack_too_large", bytes=size, most=LARGEST_PACK)
    try:
        pack = parsed(document)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise Refused("pack_invalid", where=".".join(map(str, first["loc"])), what=first["msg"]) from None
    for found in findings(pack):
        if found.code == "reading_not_in_force":
            raise Refused("reading_not_in_force", reading=found.subject)
        raise Refused("pack_invalid", where=".".join(map(str, found.path)), what=f"{found.code}: {found.subject}")
    return pack
