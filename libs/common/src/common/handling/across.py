"""Runs a decision over many streams in one transaction that holds the contract's ledger row."""

import asyncio

from common.clock import Clock
from common.errors import Problem
from common.handling.encoding import Encoder
from common.handling.meta import Meta, Outcome
from common.handling.replay import replayed
from common.handling.states import States
from common.handling.terms import TermsOf
from common.handling.transaction import Decision, Transaction
from common.ledger.appending import Append, Verdict
from common.ledger.ledger import Ledger
from common.ledger.pool import Connection, acquired, lost, unavailable_when_lost


class _Nothing(Exception):
    """The decision gave no event: what it did in its transaction (a number taken) is undone."""

    def __init__(self, last_seq: int, last_public_no: int) -> None:
        super().__init__()
        self.last_seq = last_seq
        self.last_public_no = last_public_no


class Across:
    """One task per decision, so that a client that hangs up never leaves a transaction half-way."""

    def __init__(self, ledger: Ledger, encoder: Encoder, terms: TermsOf, clock: Clock, states: States) -> None:
        self._ledger = ledger
        self._encoder = encoder
        self._terms = terms
        self._clock = clock
        self._states = states
        self._tasks: set[asyncio.Task[Outcome]] = set()

    def start(self, contract: str, decision: Decision, meta: Meta) -> "asyncio.Task[Outcome]":
        """The decision's task; it runs to its end whether or not somebody waits for it."""
        task = asyncio.create_task(self._settled(contract, decision, meta), name="decision across streams")
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: "asyncio.Task[Outcome]") -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # seen: a caller that hung up no longer asks for it

    async def _settled(self, contract: str, decision: Decision, meta: Meta) -> Outcome:
        """Once more after a lost connection: the command id tells whether the first try was committed."""
        with unavailable_when_lost():
            try:
                return await self._run(contract, decision, meta)
            except Exception as error:
                if not lost(error):
                    raise
            return await self._run(contract, decision, meta)

    async def _run(self, contract: str, decision: Decision, meta: Meta) -> Outcome:
        try:
            return await self._transact(contract, decision, meta)
        except _Nothing as head:
            seq = head.last_seq
            return Outcome(contract, seq + 1, seq, head.last_public_no, "", 0, replay=False, events=())

    async def _transact(self, contract: str, decision: Decision, meta: Meta) -> Outcome:
        now = await self._clock.now()
        async with acquired(self._ledger.pool) as connection, connection.transaction():
            head = await connection.fetchrow("select last_seq, last_public_no from lock_ledger($1)", contract)
            if head is None:
                raise Problem("contract_unknown", contract=contract)
            earlier = await replayed(connection, self._ledger.reader, contract, meta)
            if earlier is not None:
                return earlier
            await self._ledger.inline.catch_up(connection, contract, head["last_seq"])
            transaction = await self._begin(connection, contract, meta)
            await decision(transaction)
            if not transaction.events:
                raise _Nothing(head["last_seq"], head["last_public_no"])
            append = Append(
                contract, meta.command_id, meta.request_hash, now, meta.actor, meta.correlation_id, meta.causation_id,
                meta.occurred_at, transaction.events, tuple(transaction.versions.items()),
            )  # fmt: skip
            (verdict,) = await self._ledger.append_in(connection, [append])
        return self._done_with(append, verdict, transaction)

    async def _begin(self, connection: Connection, contract: str, meta: Meta) -> Transaction:
        try:
            terms = (await self._terms.current(connection, contract)).terms
        except Problem as problem:
            if problem.code != "contract_unknown":
                raise
            terms = None  # a contract whose terms are not activated here yet; `Transaction.terms` refuses
        return Transaction(contract, meta.occurred_at, connection, terms, self._states, self._encoder)

    def _done_with(self, append: Append, verdict: Verdict, transaction: Transaction) -> Outcome:
        if verdict.kind != "appended":
            raise AssertionError(f"{verdict.kind} under the ledger's lock")
        self._ledger.announce([append], [verdict])
        for stream, state in transaction.after.items():
            self._states.keep(append.contract, stream, state)
        first = append.events[0].stream
        return Outcome(
            append.contract, verdict.first_seq, verdict.last_seq, verdict.public_no, first, transaction.after[first].version,
            replay=False, events=tuple(event.event for event in append.events),
        )  # fmt: skip
