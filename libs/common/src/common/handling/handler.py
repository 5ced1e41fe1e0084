"""Load, fold, decide, append; retry when somebody else was faster."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from common.aggregate import Aggregate
from common.clock import Clock
from common.errors import Problem, Refused
from common.handling.across import Across
from common.handling.encoding import Encoder
from common.handling.meta import Meta, Outcome
from common.handling.replay import replayed, unchanged
from common.handling.states import State, States
from common.handling.terms import TERMS_STREAM, Held, TermsOf, stream_versions
from common.handling.transaction import Decision, Transaction
from common.ledger.appending import Append, NewEvent
from common.ledger.gathering import Gathered
from common.ledger.ledger import Ledger

C = TypeVar("C")
S = TypeVar("S")
E = TypeVar("E")

ATTEMPTS = 4
"""How often a decision is tried before it takes the ledger's row, where nobody is faster."""


@dataclass(frozen=True, slots=True)
class _Basis:
    """What a decision rests on: the stream's state, and the terms where the aggregate needs them."""

    stream: str
    state: State
    held: Held | None

    @property
    def expected(self) -> tuple[tuple[str, int], ...]:
        own = (self.stream, self.state.version)
        return (own,) if self.held is None or self.stream == TERMS_STREAM else (own, (TERMS_STREAM, self.held.version))


class Handler:
    """Carries out commands of one service."""

    def __init__(self, ledger: Ledger, encoder: Encoder, terms: TermsOf, clock: Clock) -> None:
        self._ledger = ledger
        self._encoder = encoder
        self._terms = terms
        self._clock = clock
        self._states = States(ledger.reader)
        self._terms_versions = Gathered(self._versions_of_terms)
        self._across = Across(ledger, encoder, terms, clock, self._states)

    async def handle(
        self, contract: str, aggregate: Aggregate[C, S, E], id_: str, command: C, meta: Meta, expected_version: int | None = None
    ) -> Outcome:
        """Decides one command on one stream and appends what follows; durable and in the own views when it returns.

        Raises `Refused` from the decision (nothing is stored then) and the problems `contract_unknown`,
        `stale_version` (`expected_version` is not the stream's), `idempotency_key_reused`, `overloaded`, `unavailable`.
        Safe to cancel: the command is then carried out or not, as a whole.
        """
        stream = aggregate.stream(id_)
        async with self._states.lock(contract, stream):
            for attempt in range(ATTEMPTS):
                basis = await self._basis(contract, aggregate, id_, fresh=attempt > 0)
                outcome = await self._attempt(contract, aggregate, command, meta, basis, expected_version)
                if outcome is not None:
                    return outcome
            return await self._undisturbed(contract, aggregate, id_, command, meta, expected_version)

    async def across(self, contract: str, decision: Decision, meta: Meta) -> Outcome:
        """Decides over many streams under the contract's ledger row. For rare commands whose decision is quick.

        `decision` may be run to its end even if the caller is cancelled. Raises what it raises, and the problems
        `contract_unknown` (nothing was ever written), `idempotency_key_reused`, `unavailable`.
        """
        return await asyncio.shield(self._across.start(contract, decision, meta))

    async def state(self, contract: str, aggregate: Aggregate[Any, S, Any], id_: str) -> tuple[int, S]:
        """A stream's version and state, as the database has them now."""
        async with self._ledger.connection() as connection:
            state = await self._states.load(connection, contract, aggregate, id_)
        return state.version, state.value

    async def terms(self, contract: str) -> Any:
        """The contract's terms in force. Problem `contract_unknown`."""
        version, held = await self._terms_versions.find(contract), self._terms.known(contract)
        if held is not None and held.version == version:
            return held.terms
        async with self._ledger.connection() as connection:
            return (await self._terms.current(connection, contract)).terms

    async def _versions_of_terms(self, contracts: Sequence[str]) -> Mapping[str, int]:
        async with self._ledger.connection() as connection:
            return await stream_versions(connection, contracts, TERMS_STREAM)

    async def _undisturbed(
        self, contract: str, aggregate: Aggregate[C, Any, Any], id_: str, command: C, meta: Meta, expected_version: int | None
    ) -> Outcome:
        """The same decision under the ledger's row."""

        async def decide(transaction: Transaction) -> None:
            await transaction.state(aggregate, id_)
            if expected_version not in (None, transaction.versions[aggregate.stream(id_)]):
                raise Problem("stale_version")
            await transaction.decide(aggregate, id_, command)

        outcome = await self.across(contract, decide, meta)
        return outcome if outcome.events else replace(outcome, stream=aggregate.stream(id_))

    def forget(self) -> None:
        """Drops what is kept in memory; the next commands load it anew."""
        self._states.forget()
        self._terms.forget()
        self._ledger.inline.forget()

    async def _basis(self, contract: str, aggregate: Aggregate[Any, Any, Any], id_: str, *, fresh: bool) -> _Basis:
        """Kept state and terms where there are any; what the database has now when `fresh`."""
        stream = aggregate.stream(id_)
        state = None if fresh else self._states.known(contract, stream)
        held = None if fresh else self._terms.known(contract)
        if state is None or (held is None and aggregate.needs_terms):
            async with self._ledger.connection() as connection:
                if aggregate.needs_terms:
                    held = held or await self._terms.current(connection, contract)
                state = state or await self._states.load(connection, contract, aggregate, id_)
        return _Basis(stream, state, held if aggregate.needs_terms else None)

    async def _attempt(
        self, contract: str, aggregate: Aggregate[C, Any, E], command: C, meta: Meta, basis: _Basis, expected_version: int | None
    ) -> Outcome | None:
        """One try; `None` when what it rested on has changed meanwhile."""
        if expected_version is not None and expected_version != basis.state.version:
            return await self._not_now(contract, meta, basis, Problem("stale_version"))
        try:
            events = tuple(aggregate.decide(command, basis.state.value, basis.held.terms if basis.held else None))
        except Refused as refusal:
            return await self._not_now(contract, meta, basis, refusal)
        if not events:
            return await self._not_now(contract, meta, basis, None)
        return await self._append(contract, aggregate, events, meta, basis)

    async def _append(
        self, contract: str, aggregate: Aggregate[Any, Any, E], events: Sequence[E], meta: Meta, basis: _Basis
    ) -> Outcome | None:
        append = await self._wanted(contract, self._encoder.new(basis.stream, events), meta, basis)
        verdict = await self._ledger.append(append)
        if verdict.kind == "appended" and len(verdict.versions) == len(events):
            state = basis.state.after(aggregate, events)
            self._states.keep(contract, basis.stream, state)
            return Outcome(
                contract, verdict.first_seq, verdict.last_seq, verdict.public_no, basis.stream, state.version,
                replay=False, events=tuple(events),
            )  # fmt: skip
        if verdict.kind == "reused":
            raise Problem("idempotency_key_reused")
        if verdict.kind == "conflict":
            return None
        async with self._ledger.connection() as connection:
            return await replayed(connection, self._ledger.reader, contract, meta, known=verdict.kind == "duplicate")

    async def _wanted(self, contract: str, events: tuple[NewEvent, ...], meta: Meta, basis: _Basis) -> Append:
        return Append(
            contract, meta.command_id, meta.request_hash, await self._clock.now(), meta.actor, meta.correlation_id,
            meta.causation_id, meta.occurred_at, events, basis.expected,
        )  # fmt: skip

    async def _not_now(self, contract: str, meta: Meta, basis: _Basis, reason: Exception | None) -> Outcome | None:
        """Nothing to append: a repetition of an earlier command, a decision on stale grounds (`None`), or truly nothing."""
        async with self._ledger.connection() as connection:
            earlier = await replayed(connection, self._ledger.reader, contract, meta)
            if earlier is not None:
                return earlier
            if not await unchanged(connection, contract, basis.expected):
                return None
            if reason is not None:
                raise reason
            head, public_no = await self._ledger.head(connection, contract)
        return Outcome(contract, head + 1, head, public_no, basis.stream, basis.state.version, replay=False, events=())
