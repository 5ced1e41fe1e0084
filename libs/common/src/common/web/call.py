"""What a route has in hand: who calls, under which contract, and the few verbs a route is made of.

A route names its action with its dependency: `call: Annotated[Call, Depends(call("shift.start"))]`.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from common.aggregate import Aggregate
from common.errors import Problem
from common.handling import Outcome, Transaction
from common.projection import View
from common.projection.view import RowKey
from common.terms import Terms
from common.web import admission, conditions, listing
from common.web.answers import answer_zone
from common.web.kernel import Kernel
from common.web.paging import Page, PageRequest
from common.web.permissions import ACTIONS, Role
from common.web.sample import STATE as SAMPLE
from common.web.tokens import EVERY_CONTRACT, Party, Principal, party_of

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
    runtime: Kernel = field(repr=False)
    request: Request = field(repr=False)
    response: Response = field(repr=False)
    terms_in_force: Terms | None = field(default=None, repr=False)

    @property
    def terms(self) -> Terms:
        """The contract's terms. Problem `contract_unknown` where none are in force yet."""
        if self.terms_in_force is None:
            raise Problem("contract_unknown", contract=self.contract)
        return self.terms_in_force

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

    async def handle(self, aggregate: Aggregate[C, Any, Any], id_: str, command: C) -> Outcome:
        """Decides one command on one stream and appends what follows.

        `Idempotency-Key` becomes the command id, `If-Match` the expected version; sets `Watchbill-Position`,
        `Watchbill-Lane`, `ETag` and `Idempotent-Replay`. On a replay `outcome.stream_id` is the id created the
        first time: answer with it, not with a fresh one.
        """
        meta = await conditions.meta(self.request, self.actor, self.now)
        expected = conditions.expected_version(self.request)
        outcome = await self.runtime.handler.handle(self.contract, aggregate, id_, command, meta, expected)
        self._tell(outcome)
        self.response.headers["ETag"] = conditions.etag(outcome.version)
        return outcome

    async def across(
        self, decision: Callable[[Transaction], Awaitable[None]], of: tuple[Aggregate[Any, Any, Any], str] | None = None
    ) -> Outcome:
        """Decides over many streams under the contract's ledger row; see `common.handling.Handler.across`.

        `of` names the stream that `If-Match` speaks of; without it the header is refused.
        """
        meta = await conditions.meta(self.request, self.actor, self.now)
        decision = conditions.guarded(decision, of, conditions.expected_version(self.request))
        outcome = await self.runtime.handler.across(self.contract, decision, meta)
        self._tell(outcome)
        return outcome

    async def show(self, view: View[R], key: RowKey) -> R:
        """One row, or problem `not_found`. Honours `?known_at=`.

        Sets `ETag` to the version of the row's stream (the one with the row's key as its id), events included that
        the view does not show, so that it fits `If-Match`.
        """
        stored = await self.runtime.views.show(view, self.contract, key, self._known_at(view))
        self.response.headers["ETag"] = conditions.etag(stored.version)
        return stored.row

    async def find(self, view: View[R], key: RowKey) -> R | None:
        """One row, or `None`. Honours `?known_at=`."""
        stored = await self.runtime.views.find(view, self.contract, key, self._known_at(view))
        return stored.row if stored else None

    async def page(self, view: View[R], query: PageRequest, **filters: object) -> Page[R]:
        """One page of the rows that pass the filters (`common.projection.filters`)."""
        return await listing.page(self.runtime, view, self.contract, query, filters, self._known_at(view))

    async def rows(self, view: View[R], **filters: object) -> list[R]:
        """All rows that pass the filters. For what is small by nature; lists to people are paged."""
        views = self.runtime.views
        return [stored.row for stored in await views.rows(view, self.contract, filters, self._known_at(view))]

    async def keep_text(self, text: str | None) -> str | None:
        """Keeps what a person typed beside the ledger and returns its salted digest for the event."""
        if text is None:
            return None
        return await self.runtime.texts.keep(self.contract, text)

    async def texts(self, digests: Iterable[str | None]) -> Mapping[str, str | None]:
        """The texts behind digests; `None` for one that was erased. `None` among the digests is skipped."""
        wanted = [digest for digest in dict.fromkeys(digests) if digest is not None]
        return await self.runtime.texts.read(self.contract, wanted) if wanted else {}

    async def under(self, contract: str, *, needs_terms: bool = False) -> "Call":
        """This call under a contract that stands in the body, not in the path. Problem `forbidden` as anywhere else."""
        admission.permit(self.principal, self.action, contract)
        admission.held(self.request, contract)
        terms = await admission.terms_of(self.runtime, contract) if needs_terms else None
        return replace(self, contract=contract, terms_in_force=terms)

    def may_see(self, contract: str) -> bool:
        """Whether the action is permitted under a contract: lists over contracts show only those."""
        return bool(self.principal.roles_under(contract) & ACTIONS[self.action])

    @property
    def visible_contracts(self) -> frozenset[str] | None:
        """The contracts the action is permitted under; `None` for every one."""
        if self.principal.contracts.get(EVERY_CONTRACT, frozenset()) & ACTIONS[self.action]:
            return None
        return frozenset(contract for contract in self.principal.contracts if self.may_see(contract))

    def _known_at(self, view: View[Any]) -> datetime | None:
        return listing.known_at(self.request, self.runtime.service, view)

    def _tell(self, outcome: Outcome) -> None:
        service, headers = self.runtime.service.name, self.response.headers
        headers["Watchbill-Position"] = f"{service}:{outcome.contract}:{outcome.last_seq}"
        headers["Watchbill-Lane"] = f"{service}:{outcome.contract}:{outcome.public_no}"
        if outcome.replay:
            headers["Idempotent-Replay"] = "true"


class ActionCall:
    """The dependency that a route names its action with. Built by `call`."""

    def __init__(self, action: str, *, needs_terms: bool) -> None:
        self.action = action
        self._needs_terms = needs_terms

    async def __call__(
        self, request: Request, response: Response, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
    ) -> Call:
        """Authenticates, checks the action under the contract in the path, and waits for `Watchbill-After`."""
        if credentials is None:
            raise Problem("unauthenticated")
        principal = await request.app.state.keyring.principal(credentials.credentials)
        admission.only_here(principal, (request.scope.get("server") or [None])[0])
        contract = request.path_params.get("contract_id", "")
        runtime: Kernel = request.app.state.runtime
        try:
            admission.permit(principal, self.action, contract)
            admission.held(request, contract)
            await conditions.check_text(request)
            await conditions.wait_after(request, runtime)
            now = await runtime.clock.now()
            terms = await admission.terms_of(runtime, contract) if contract and self._needs_terms else None
        except Problem:
            await _mark(request, runtime, contract)
            raise
        if terms is not None:
            answer_zone.set(terms.timezone)
            now = now.astimezone(terms.timezone)
            request.scope["state"][SAMPLE] = terms.sample
        else:
            await _mark(request, runtime, contract)
        return Call(contract, now, principal, self.action, runtime, request, response, terms)


async def _mark(request: Request, runtime: Kernel, contract: str) -> None:
    """Refusals, and routes that need no terms, speak in the contract's zone and carry a sample's mark as well."""
    terms = await admission.known_terms(runtime, contract)
    request.scope["state"][SAMPLE] = terms is not None and terms.sample
    if terms is not None:
        answer_zone.set(terms.timezone)


def call(action: str, *, needs_terms: bool = True) -> ActionCall:
    """`Annotated[Call, Depends(call("shift.start"))]`: the action must stand in `permissions.ACTIONS`.

    Without `needs_terms` the route answers for contracts whose terms are not (yet) in force here.
    """
    return ActionCall(action, needs_terms=needs_terms)
