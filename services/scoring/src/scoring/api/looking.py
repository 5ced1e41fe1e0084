"""What decisions over several streams look up under the contract's ledger row."""

from common.handling.transaction import Transaction
from scoring.domain.quarter import Undecided
from scoring.domain.records import QuarterResult, quarter_result
from scoring.domain.year import YEAR, YEAR_ID
from scoring.projections import PROPOSALS, QUARTERS, SLIPS


async def noticed_quarters(tx: Transaction) -> tuple[int, ...]:
    """The quarters whose Form 4 was issued."""
    return tuple(row.quarter for row in await tx.rows(QUARTERS) if row.notice is not None)


async def result_of(tx: Transaction, quarter: int) -> QuarterResult:
    """What the slips of a quarter add up to now."""
    counting = await tx.rows(SLIPS, quarter=quarter, state="in_effect")
    return quarter_result((row.as_record for row in counting), tx.terms)


async def undecided_of(tx: Transaction, quarter: int) -> Undecided:
    """What of a quarter nobody has decided: pending slips and open proposals."""
    pending = await tx.rows(SLIPS, quarter=quarter, state="pending")
    proposals = await tx.rows(PROPOSALS, quarter=quarter, state="open", kind="slip")
    return Undecided(tuple(sorted(row.number for row in pending)), len(proposals))


async def year_is_final(tx: Transaction) -> bool:
    """Whether the annual score is final."""
    return (await tx.state(YEAR, YEAR_ID)).final


async def ledger_head(tx: Transaction) -> str:
    """The head of the contract's ledger as a signer sees it: `<number>:<hash>`. Signatures witness it."""
    row = await tx.connection.fetchrow("select last_seq, last_hash from ledgers where contract_id = $1", tx.contract)
    return f"{row['last_seq']}:{row['last_hash'].hex()}" if row else "0:"
