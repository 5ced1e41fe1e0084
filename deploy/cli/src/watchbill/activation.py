"""`watchbill activate`: puts a contract in force on its pack, through billing's public API. Repeating it changes nothing."""

import argparse
import asyncio
from pathlib import Path

import httpx

from watchbill.pack.folder import document_of
from watchbill.place import Place, Ports, checkout
from watchbill.token import token
from watchbill.words import Say, Stop

CONTRACT = "bj-2026"
PACK = "beijing-ecc-2026"
OTHER_PACK = "terms_already_activated"
BAD = 400


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which contract on which pack, and where."""
    parser.add_argument("contract", help="the contract's id: small letters, digits and -")
    parser.add_argument("pack", type=Path, help="the pack's folder")
    parser.add_argument("--billing", help="billing's address; this machine's when left out")
    parser.add_argument("--token", help="a token with the role admin; a development token when left out")


def run(options: argparse.Namespace) -> int:
    """Prints what was done."""
    address = options.billing or Ports.chosen().url("billing")
    signed = options.token or token(Place.chosen(), ["admin"])
    print(asyncio.run(activate(address, signed, options.contract, options.pack)))
    return 0


def shipped(pack: str = PACK) -> Path:
    """A pack of this checkout."""
    return checkout() / "deploy" / "contracts" / pack


async def activate(billing: str, signed: str, contract: str, pack: Path) -> Say:
    """What was done, as a sentence. A `Stop` when billing refuses; another pack in force is no reason to stop."""
    body = {"contract_id": contract, "pack": document_of(pack)}
    headers = {"Authorization": f"Bearer {signed}", "Accept-Language": "zh, en"}
    async with httpx.AsyncClient(timeout=30, headers=headers) as client:
        answer = await client.post(f"{billing}/v1/contracts", json=body)
    if answer.status_code < BAD:
        facts = answer.json()
        return Say(
            f"合同 {contract} 按 {facts['pack']} 生效 ({facts['pack_hash'][:12]})。",
            f"Contract {contract} is in force on {facts['pack']} ({facts['pack_hash'][:12]}).",
        )
    problem = answer.json()
    if problem.get("code") == OTHER_PACK:
        return Say(
            f"合同 {contract} 已按另一合同包生效, 继续使用原包。",
            f"Contract {contract} is in force on another version of its pack; that one stays.",
        )
    raise Stop(
        f"合同 {contract} 未能生效: {problem.get('code')} {problem.get('detail') or ''}",
        f"Contract {contract} was not activated: {problem.get('code')} {problem.get('detail') or ''}",
    )
