"""`watchbill parked`: commands of policies that the domain refused. Lists them; retries or dismisses one, by HTTP."""

import argparse
import asyncio
from typing import Any

import httpx

from watchbill.place import SERVICES, Place, Ports
from watchbill.token import token
from watchbill.words import Stop, tell

OPERATOR = "operator"
BAD = 400


def arguments(parser: argparse.ArgumentParser) -> None:
    """Without arguments: the list."""
    parser.add_argument("decision", nargs="?", choices=["list", "retry", "dismiss"], default="list")
    parser.add_argument("service", nargs="?", choices=SERVICES)
    parser.add_argument("id", nargs="?", type=int)
    parser.add_argument("--reason", help="why it need not be carried out (dismiss)")


def run(options: argparse.Namespace) -> int:
    """Prints what waits, or the one that was decided."""
    return asyncio.run(_run(options))


async def _run(options: argparse.Namespace) -> int:
    ports = Ports.chosen()
    login = {"Authorization": f"Bearer {token(Place.chosen(), ['admin'], subject=OPERATOR)}"}
    async with httpx.AsyncClient(headers=login, timeout=20) as client:
        if options.decision == "list":
            return await _list(client, ports)
        if options.service is None or options.id is None:
            raise Stop("请给出服务与编号。", "Name the service and the number, as `watchbill parked` lists them.", code=2)
        body = {"reason": options.reason} if options.decision == "dismiss" else None
        address = f"{ports.url(options.service)}/v1/parked/{options.id}/{options.decision}"
        print(_line(options.service, _checked(await _asked(client, "POST", address, json=body))))
    return 0


async def _list(client: httpx.AsyncClient, ports: Ports) -> int:
    waiting = 0
    for service in SERVICES:
        cursor: str | None = ""
        while cursor is not None:
            page = _checked(
                await _asked(client, "GET", f"{ports.url(service)}/v1/parked", params={"cursor": cursor} if cursor else {})
            )
            for item in page["items"]:
                print(_line(service, item))
                waiting += 1
            cursor = page["next"]
    if not waiting:
        tell("没有等待处理的命令。", "Nothing waits for a decision.")
    return 0


async def _asked(client: httpx.AsyncClient, method: str, address: str, **how: Any) -> httpx.Response:
    try:
        return await client.request(method, address, **how)
    except httpx.TransportError as error:
        raise Stop(
            f"{address} 无响应, 请先启动 (make run)。", f"{address} does not answer; start it first (make run)."
        ) from error


def _checked(response: httpx.Response) -> dict[str, Any]:
    content: dict[str, Any] = response.json()
    if response.status_code >= BAD:
        sentence = content.get("detail") or content.get("title") or str(response.status_code)
        raise Stop(f"{content.get('code')}: {sentence}", f"{content.get('code')}: {sentence}")
    return content


def _line(service: str, item: dict[str, Any]) -> str:
    state = item["decision"] or "open"
    what = f"{item['consumer']} <- {item['source']}:{item['contract']}:{item['number']} -> {item['target']}"
    return f"{service:<11} {item['id']:>5}  {state:<9} {item['contract']:<12} {what}  {item['code']}: {item['reason']}"
