"""Is the ledger what it was? Recomputed on demand, and compared with what others have witnessed."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field, StringConstraints, model_validator

from common.ledger.verify import Finding, Verification, Witness, verify
from common.web.answers import Answer, Body, ShortText
from common.web.call import Call, call
from common.web.kernel_routes.events import demand_ledger
from common.web.problems import problems

router = APIRouter(tags=["ledger"])

MOST_WITNESSES = 1000

Hash = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
Number = Annotated[int, Field(ge=1, le=2**63 - 1)]

_WITNESSED = """
select name, source, number, hash, log_id from positions where contract_id = $1 and number > 0 order by source, name limit $2
"""


class WitnessBody(Body):
    """A head that somebody kept: the hash of event `seq` of the ledger, or of `number` in the lane."""

    by: ShortText
    hash: Hash
    seq: Number | None = None
    number: Number | None = None
    log_id: Annotated[str, StringConstraints(max_length=36)] | None = None

    @model_validator(mode="after")
    def _names_a_place(self) -> "WitnessBody":
        if (self.seq is None) == (self.number is None):
            raise ValueError("name either seq or number")
        return self


class VerifyBody(Body):
    """What others remember of this ledger."""

    witnesses: Annotated[tuple[WitnessBody, ...], Field(max_length=MOST_WITNESSES)] = ()


class VerificationAnswer(Answer):
    """Sound when there is no finding. `head_hash` is worth writing down elsewhere.

    `witnessed` heads were confirmed by those who were asked for, `signed` ones by signatures in the ledger itself.
    """

    contract: str
    sound: bool
    log_id: str | None
    events: int
    head_hash: str
    witnessed: int
    signed: int
    finding: Finding | None

    @classmethod
    def of(cls, verification: Verification) -> "VerificationAnswer":
        """A verification as it is shown."""
        return cls(
            contract=verification.contract,
            sound=verification.sound,
            log_id=verification.log_id,
            events=verification.events,
            head_hash=verification.head_hash,
            witnessed=verification.witnessed,
            signed=verification.signed,
            finding=verification.finding,
        )


class WitnessedAnswer(Answer):
    """What one consumer of this service remembers of another's lane."""

    by: str
    source: str
    number: int
    hash: str
    log_id: str | None


class WitnessesAnswer(Answer):
    """Everything this service has witnessed of a contract in other services (and of itself)."""

    items: list[WitnessedAnswer]


@router.get("/v1/contracts/{contract_id}/verify", responses=problems("contract_unknown"))
async def verify_ledger(call: Annotated[Call, Depends(call("verify.run", needs_terms=False))]) -> VerificationAnswer:
    """Recomputes the contract's chain from its first event."""
    await demand_ledger(call)
    return VerificationAnswer.of(await verify(call.runtime.pool, call.contract))


@router.post("/v1/contracts/{contract_id}/verify", responses=problems("contract_unknown"))
async def verify_against_witnesses(
    body: VerifyBody, call: Annotated[Call, Depends(call("verify.run", needs_terms=False))]
) -> VerificationAnswer:
    """The same, compared with heads that others kept: only they show a cut tail or a rewritten history. Changes nothing.

    A ledger that is gone is a finding if somebody has seen it.
    """
    if not body.witnesses:
        await demand_ledger(call)
    witnesses = [Witness(**one.model_dump()) for one in body.witnesses]
    return VerificationAnswer.of(await verify(call.runtime.pool, call.contract, witnesses))


@router.get("/v1/contracts/{contract_id}/witnesses", responses=problems("contract_unknown"))
async def list_witnesses(call: Annotated[Call, Depends(call("verify.run", needs_terms=False))]) -> WitnessesAnswer:
    """The heads that this service's consumers keep, for the verification of the services they hear."""
    await demand_ledger(call)
    rows = await call.runtime.pool.fetch(_WITNESSED, call.contract, MOST_WITNESSES)
    own = call.runtime.service.name
    items = [
        WitnessedAnswer(
            by=f"{own}/{row['name']}", source=row["source"], number=row["number"], hash=row["hash"], log_id=row["log_id"]
        )
        for row in rows
    ]
    return WitnessesAnswer(items=items)
