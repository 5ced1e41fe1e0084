"""Generated passwords and keys of the local instance, in files that only we can read."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from common.servers.nats import OPERATOR
from common.web.signing import SERVICE_PREFIX, make_key, public_set, read_private, write_private
from watchbill.place import PARTS, Place
from watchbill.words import Stop

DEV_KEY = "dev"


@dataclass(frozen=True)
class Passwords:
    """Generated once per data folder. `roles` holds a service's database roles, `nats` its users there."""

    postgres: str
    roles: dict[str, str]
    nats: dict[str, str]


def passwords(place: Place) -> Passwords:
    """Those of this data folder, made on first use."""
    known = json.loads(place.secrets.read_text()) if place.secrets.exists() else {}
    made = Passwords(
        postgres=known.get("postgres") or _password(),
        roles=_completed(known.get("roles", {}), [role for name in PARTS for role in (name, f"{name}_owner")]),
        nats=_completed(known.get("nats", {}), [*PARTS, OPERATOR]),
    )
    if made.__dict__ != known:
        write_secret(place.secrets, json.dumps(made.__dict__, indent=2))
    return made


def _completed(known: dict[str, str], names: list[str]) -> dict[str, str]:
    """What is known, and a fresh password for each name that is new in this code."""
    return known | {name: _password() for name in names if name not in known}


def _password() -> str:
    return secrets.token_urlsafe(24)


def write_secret(path: Path, text: str) -> None:
    """Writes a file that only we can read, whole or not at all."""
    partial = path.with_name(f"{path.name}.partial")
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    partial.rename(path)


def key_file(place: Place, name: str) -> Path:
    """The private key of a service, or `dev`: the one that people's development tokens are signed with."""
    return place.keys / f"{name}.jwk"


def jwks_file(place: Place) -> Path:
    """The public halves, as the services are given them."""
    return place.keys / "jwks.json"


def wrapping_file(place: Place) -> Path:
    """The secret under which the console keeps the keys that people's tokens are signed with."""
    return place.keys / "wrapping.key"


def ensure_keys(place: Place) -> None:
    """Makes the keys and the console's secret that are missing, and the JWKS of all keys."""
    if not wrapping_file(place).exists():
        write_secret(wrapping_file(place), f"{secrets.token_urlsafe(32)}\n")
    for name in (DEV_KEY, *PARTS):
        path = key_file(place, name)
        if not path.exists():
            kid = f"dev-{secrets.token_hex(4)}" if name == DEV_KEY else f"{SERVICE_PREFIX}{name}"
            write_private(make_key(kid, dev=True), path)
    keys = [read_private(key_file(place, name)) for name in (DEV_KEY, *PARTS)]
    write_secret(jwks_file(place), public_set(keys).decode())


def demand_dev_key(place: Place) -> Path:
    """The development key; a `Stop` that says what to do when there is none."""
    path = key_file(place, DEV_KEY)
    if not path.exists():
        raise Stop(f"{place.data} 中没有密钥, 请先运行 make run。", f"There is no key in {place.data} yet; run `make run` first.")
    return path
