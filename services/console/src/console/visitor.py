"""Who is looking at a page, and the token its server asks the services with: the seam between sign-in and pages.

A page never sees the token and holds no state of its own about who is signed in: it asks here, each time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from common.web.language import Language
from common.web.permissions import ACTIONS, READERS, Role
from common.web.tokens import EVERY_CONTRACT
from console.accounts import keys, sessions
from console.accounts.desk import Desk
from console.trail import Entry, Kind, record

LONGEST_WHAT = 300


class SessionEnded(Exception):
    """The session is over (signed out, timed out, the account closed): the page sends the browser to sign in."""


@dataclass(frozen=True)
class Visitor:
    """Who is signed in, in one session."""

    account: str
    """The token's `sub`: opaque, not a person's name."""
    name: str
    contracts: Mapping[str, frozenset[Role]]
    """Contract id, or `*` for every one, to roles."""
    language: Language
    session: str
    """The id of the session; not the cookie."""
    kiosk: bool
    """A wall: reads only, does not time out."""

    def roles(self, contract: str) -> frozenset[Role]:
        """The roles under one contract, those under every contract included."""
        return self.contracts.get(contract, frozenset()) | self.contracts.get(EVERY_CONTRACT, frozenset())

    def may(self, action: str, contract: str) -> bool:
        """Whether a service would permit it: what a page shows or greys. The service decides."""
        return bool(self.roles(contract) & ACTIONS[action])

    def may_anywhere(self, action: str) -> bool:
        """The same under any contract, for what belongs to none."""
        return any(roles & ACTIONS[action] for roles in self.contracts.values())

    @property
    def reads(self) -> bool:
        """Whether business content is for this person at all; it is not for an administrator."""
        return any(roles & READERS for roles in self.contracts.values())


async def visitor_of(state: Any, cookie: str | None) -> Visitor | None:
    """Who comes with this cookie; None for nobody. `state` is the app's. Counts as a click."""
    desk: Desk = state.desk
    if not cookie:
        return None
    session = await sessions.of_secret(desk.pool, desk.settings, cookie)
    if session is None or session.purpose != "work" or (session.dev and not desk.loopback):
        return None
    await sessions.touch(desk.pool, session.id, session.seen_at)
    return _visitor(session)


async def token_of(state: Any, visitor: Visitor) -> str:
    """A token of at most five minutes for the services. Raises `SessionEnded`. Looks at the session; is no click."""
    token, _ = await pass_of(state, visitor)
    return token


async def pass_of(state: Any, visitor: Visitor) -> tuple[str, Visitor]:
    """The same, and the visitor with the roles of this moment, which are the token's."""
    desk: Desk = state.desk
    session = await desk.looking.of(visitor.session)
    if session is None or (session.dev and not desk.loopback):
        raise SessionEnded
    whose = (session.signing_key, session.account, session.dev, frozenset(session.contracts.items()))
    token = await desk.tokens.of(
        whose, desk.settings.token_life, lambda: keys.sign(desk, session.account, session.contracts, dev=session.dev)
    )
    return token, _visitor(session)


async def living(state: Any, known: Iterable[str]) -> frozenset[str]:
    """Those of these sessions, by their ids, that are not over. Looks at them; is no click."""
    desk: Desk = state.desk
    return frozenset(await sessions.of_ids(desk.pool, desk.settings, known))


async def clicked(state: Any, visitor: Visitor) -> None:
    """The person did something on a page that is open: the idle time begins anew. Live updates do not count."""
    desk: Desk = state.desk
    await sessions.touch(desk.pool, visitor.session)


async def speak(state: Any, visitor: Visitor, language: Language) -> None:
    """The person's language from now on."""
    desk: Desk = state.desk
    await desk.pool.execute("update accounts set language = $2 where id = $1", visitor.account, language)


def _visitor(session: sessions.Session) -> Visitor:
    return Visitor(session.account, session.name, session.contracts, session.language, session.id, session.kiosk)


async def names_of(state: Any, contract: str, subjects: Iterable[str]) -> dict[str, str]:
    """The names of those who acted, by the ids that records of the services carry. Others are left out.

    Accounts, programs, and people of the contract's roster who have an account.
    """
    desk: Desk = state.desk
    found = await desk.pool.fetch(
        "select id, name from accounts where id = any ($1) union all select id, name from clients where id = any ($1)"
        " union all select person_id, name from grants join accounts on id = account_id"
        " where contract_id = $2 and person_id = any ($1)",
        *(list(set(subjects)), contract),
    )
    return {one["id"]: one["name"] for one in found}


async def report(state: Any, visitor: Visitor, kind: Literal["personal", "export"], contract: str, what: str) -> None:
    """Writes into the trail that this person read personal data, or took a sheet away. `what` names it: `roster/people`."""
    desk: Desk = state.desk
    told = {"personal": Kind.PERSONAL_DATA_READ, "export": Kind.EXPORTED}[kind]
    contracts, details = ([contract] if contract else []), {"what": what[:LONGEST_WHAT]}
    entry = Entry(told, visitor.account, "", contracts=contracts, session=visitor.session, details=details)
    await record(desk.pool, entry)


async def refused(state: Any, visitor: Visitor, because: str, contract: str, what: str, address: str) -> None:
    """Writes into the trail what this person wanted and may not: a page of another role or contract, another one's page."""
    desk: Desk = state.desk
    details = {"because": because, "what": what[:LONGEST_WHAT], "contract": contract}
    mine = [contract] if visitor.roles(contract) else list(visitor.contracts)
    entry = Entry(Kind.REQUEST_REFUSED, visitor.account, address, contracts=mine, session=visitor.session, details=details)
    await record(desk.pool, entry)
