"""Which service's ledger is looked at: in the address, so that a link shows the same."""

from console.remote.peers import SERVICES
from console.shell.here import Here
from console.shell.html import box, link

LEDGERS = SERVICES


def chosen(here: Here) -> str:
    """The service in `?service=`; billing, where a contract begins, without one."""
    wanted = here.query.get("service", "")
    return wanted if wanted in LEDGERS else "billing"


def tabs(here: Here, now: str) -> None:
    """A tab for each service."""
    with box("nav", "wb-tabs").props("aria-label=services"):
        for name in LEDGERS:
            tab = link(here.service(name), here.link(f"/audit/ledger?service={name}"))
            if name == now:
                tab.props["aria-current"] = "page"
