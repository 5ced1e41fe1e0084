"""What can be chosen: the codes that billing takes, in words, and the contract's kinds of breach."""

from collections.abc import Iterable, Sequence

from console.remote import Away, Refusal
from console.shell.here import Here

Options = Sequence[tuple[str, str]]

BREACH_STATES = ("proposed", "notified", "cured", "uncured", "confirmed", "settled", "waived")
CHANNELS = ("post", "courier", "hand", "fax", "email")
BOND_FORMS = ("cash", "bank_guarantee", "insurance")
INVOICE_STATES = ("none", "received", "accepted", "rejected")


def of(here: Here, what: str, codes: Iterable[str]) -> Options:
    """The codes with their words (`billing.<what>.<code>`), for a filter or a field."""
    return [(code, here.say(f"billing.{what}.{code}")) for code in codes]


async def breaches(here: Here) -> Options:
    """The contract's kinds of breach with their clause; none while billing is away."""
    try:
        pack = await here.remote.get("billing", "/pack")
    except (Away, Refusal):
        return ()
    words = "en" if here.language == "en" else "zh"
    return [(one["code"], f"{one['clause']} {one[words]}") for one in pack["breaches"]]
