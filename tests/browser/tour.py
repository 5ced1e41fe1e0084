"""Every page that is declared, and somebody who may see it: what is looked at when every page is looked at."""

from collections.abc import Iterator

import console.pages  # noqa: F401 - declares the pages
from common.web.permissions import ACTIONS
from console.shell.registry import PAGES

LOGINS = {
    "customer.officer": "customer-officer",
    "contractor.manager": "contractor-manager",
    "auditor": "auditor",
    "customer.finance": "customer-finance",
    "customer.head": "customer-head",
    "customer.leader": "customer-leader",
    "contractor.company": "contractor-company",
    "contractor.desk": "contractor-desk",
    "contractor.engineer": "contractor-engineer",
}


def pages() -> Iterator[tuple[str, str]]:
    """(login, path) of every page of the navigation that a role of the sample may see."""
    for card in PAGES:
        if not card.listed:
            continue
        login = next((LOGINS[role] for role in LOGINS if not card.action or role in ACTIONS[card.action]), None)
        if login is not None:
            yield login, card.path
