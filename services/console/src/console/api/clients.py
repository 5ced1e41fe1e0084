"""Clients of the APIs: programs with a secret of their own."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import Field

from common.web.answers import Answer, Body, Id, ShortText
from common.web.call import Call, call
from common.web.paging import Page, PageQuery, decode_cursor, encode_cursor
from common.web.permissions import Role
from common.web.problems import problems
from console.accounts import clients
from console.accounts.clients import Client
from console.api.accounts import ContractKey
from console.api.asking import by, demand_reach, demand_sight, desk_of, roles_answer

router = APIRouter(prefix="/clients", tags=["clients"])


class NewClientBody(Body):
    """A program and its roles by contract: `integration`, `viewer`."""

    name: ShortText
    contracts: Annotated[dict[ContractKey, list[Role]], Field(min_length=1, max_length=50)]


class SecretAnswer(Answer):
    """A valid secret: never itself."""

    id: str
    created_at: datetime
    used_at: datetime | None


class ClientAnswer(Answer):
    """A client."""

    id: str
    name: str
    contracts: dict[str, list[str]]
    created_at: datetime
    closed_at: datetime | None
    secrets: list[SecretAnswer]

    @classmethod
    def of(cls, client: Client) -> "ClientAnswer":
        """As it stands."""
        listed = [SecretAnswer(**vars(one)) for one in client.secrets]
        return cls(**{**vars(client), "contracts": roles_answer(client.contracts), "secrets": listed})


class ClientSecretAnswer(Answer):
    """A client's id and its secret, which is not shown again."""

    client_id: str
    client_secret: str


@router.get("")
async def listed(call: Annotated[Call, Depends(call("client.read"))], request: Request, query: PageQuery) -> Page[ClientAnswer]:
    """Clients by id, closed ones included."""
    after = str(decode_cursor("clients", query.cursor)[0]) if query.cursor else None
    found = await clients.page(desk_of(request).pool, after=after, limit=query.limit + 1, contracts=call.visible_contracts)
    shown = found[: query.limit]
    following = encode_cursor("clients", [shown[-1].id]) if len(found) > query.limit else None
    return Page(items=[ClientAnswer.of(one) for one in shown], next=following)


@router.get("/{client_id}")
async def client(call: Annotated[Call, Depends(call("client.read"))], request: Request, client_id: Id) -> ClientAnswer:
    """One client."""
    found = await clients.find(desk_of(request).pool, client_id)
    demand_sight(call, found.contracts)
    return ClientAnswer.of(found)


@router.post("", status_code=201, responses=problems("roles_conflict"))
async def create(
    call: Annotated[Call, Depends(call("client.manage"))], request: Request, body: NewClientBody
) -> ClientSecretAnswer:
    """Makes a client and shows its first secret, once."""
    demand_reach(call, body.contracts)
    contracts = {contract: frozenset(roles) for contract, roles in body.contracts.items()}
    id_, secret = await clients.create(desk_of(request), body.name, contracts, by(call))
    return ClientSecretAnswer(client_id=id_, client_secret=secret)


@router.post("/{client_id}/secrets", status_code=201, responses=problems("client_closed", "two_secrets"))
async def add_secret(
    call: Annotated[Call, Depends(call("client.manage"))], request: Request, client_id: Id
) -> ClientSecretAnswer:
    """A second secret, to replace the first one without a gap."""
    found = await _managed(call, request, client_id)
    return ClientSecretAnswer(client_id=client_id, client_secret=await clients.add_secret(desk_of(request), found, by(call)))


@router.post("/{client_id}/secrets/{secret_id}/revoke", status_code=204)
async def revoke(call: Annotated[Call, Depends(call("client.manage"))], request: Request, client_id: Id, secret_id: Id) -> None:
    """A secret serves no more."""
    found = await _managed(call, request, client_id)
    await clients.revoke(desk_of(request), found, secret_id, by(call))


@router.post("/{client_id}/close", status_code=204, responses=problems("client_closed"))
async def close(call: Annotated[Call, Depends(call("client.manage"))], request: Request, client_id: Id) -> None:
    """No secret of it serves any more."""
    await clients.close(desk_of(request), await _managed(call, request, client_id), by(call))


async def _managed(call: Call, request: Request, client_id: str) -> Client:
    found = await clients.find(desk_of(request).pool, client_id)
    demand_sight(call, found.contracts)
    demand_reach(call, found.contracts)
    return found
