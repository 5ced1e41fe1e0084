"""What a route has in hand: who calls, under which contract, and the few verbs a route is made of.

A route names its action with its dependency: `call: Annotated[Call, Depends(call("shift.start"))]`.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from fastapi import Depends, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from common.aggregate import Aggregate
from common.errors import Problem
from common.projection import View
from common.web.paging import Page, PageRequest
from common.web.permissions import Role
from common.web.tokens import Party, Principal, party_of

if TYPE_CHECKING:
    from common.handling import Outcome, Transaction
    from common.terms import Terms

C = TypeVar("C")
R = TypeVar("R")

bearer = HTTPBearer(auto_error=False, bearerFormat="JWT", description="A token of `watchbill token` or of your sign-in service.")


@dataclass(frozen=True)
class Call:
    """One authorised request. `contract` is empty on the few routes that belong to none (see `under`)."""

    contract: str
    now: datetime
    """The domain's clock, aware, shown in the contract's zone. Virtual where the instance runs on virtual time."""
    principal: Principal
    action: str
    request: Request = field(repr=False)
    response: Response = field(repr=False)

    @property
    def terms(self) -> "Terms":
        """The contract's terms. Problem `contract_unknown` where none are in force yet."""
        raise Problem("contract_unknown")

    @property
    def actor(self) -> str:
        """The subject of the token: who did it, in events and signatures."""
        return self.principal.subject

    @property
    def roles(self) -> frozenset[Role]:
        """The roles under this contract."""
        return self.principal.roles_under(self.contract) if self.contract else self.principal.roles_anywhere()

    @property
    def party(self) -> Party | None:
        """The party these roles act for; `None` for auditors, services and admins."""
        return party_of(self.roles)

    async def handle(self, aggregate: Aggregate[C, Any, Any], id_: str, command: C) -> "Outcome":
        """Decides one command on one stream and appends what follows.

        `Idempotency-Key` becomes the command id, `If-Match` the expected version; sets `Watchbill-Position`,
        `Watchbill-Lane`, `ETag` and `Idempotent-Replay`. On a replay `outcome.stream_id` is the id created the
        first time: answer with it, not with a fresh one.
        """
        raise Problem("unavailable")

    async def across(self, decision: "Callable[[Transaction], Awaitable[None]]") -> "Outcome":
        """Decides over many streams under the contract's ledger row; see `common.handling.Handler.across`."""
        raise Problem("unavailable")

    async def show(self, view: View[R], key: str | tuple[str, ...]) -> R:
        """One row, or problem `not_found`. Sets `ETag` to the stream's version; honours `?known_at=`."""
        raise Problem("unavailable")

    async def find(self, view: View[R], key: str | tuple[str, ...]) -> R | None:
        """One row, or `None`. Honours `?known_at=`."""
        raise Problem("unavailable")

    async def page(self, view: View[R], query: PageRequest, **equals: object) -> Page[R]:
        """One page of rows whose columns equal the given values; a value of `None` does not filter."""
        raise Problem("unavailable")

    async def rows(self, view: View[R], **equals: object) -> list[R]:
        """All rows whose columns equal the given values. For what is small by nature; lists to people are paged."""
        raise Problem("unavailable")

    async def keep_text(self, text: str | None) -> str | None:
        """Keeps what a person typed beside the ledger and returns its salted digest for the event."""
        raise Problem("unavailable")

    async def texts(self, digests: Iterable[str | None]) -> Mapping[str, str | None]:
        """The texts behind digests; `None` for one that was erased. `None` among the digests is skipped."""
        raise Problem("unavailable")

    async def under(self, contract: str) -> "Call":
        """This call under a contract that stands in the body, not in the path. Problem `forbidden` as anywhere else."""
        return replace(self, contract=contract)

    def may_see(self, contract: str) -> bool:
        """Whether the action is permitted under a contract: lists over contracts show only those."""
        return bool(contract)


class ActionCall:
    """The dependency that a route names its action with. Built by `call`."""

    def __init__(self, action: str) -> None:
        self.action = action

    async def __call__(
        self, request: Request, response: Response, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
    ) -> Call:
        """Authenticates, checks the action under the contract in the path, and waits for `Watchbill-After`."""
        raise Problem("unauthenticated")


def call(action: str) -> ActionCall:
    """`Annotated[Call, Depends(call("shift.start"))]`: the action must stand in `permissions.ACTIONS`."""
    return ActionCall(action)
