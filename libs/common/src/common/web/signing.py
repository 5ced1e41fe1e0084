"""Keys and tokens made here: development tokens of `watchbill token`, and the services' own short tokens.

People's tokens come from a sign-in service in production; its keys never pass through this module.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

import orjson
from joserfc import jwt
from joserfc.jwk import KeyParameters, OKPKey

from common.web.permissions import Role
from common.web.tokens import EVERY_CONTRACT

ALGORITHM = "Ed25519"
"""RFC 9864's name of EdDSA with this curve; tokens that say `EdDSA` are accepted too."""

SERVICE_PREFIX = "service:"


def make_key(kid: str, *, dev: bool = False) -> OKPKey:
    """A fresh Ed25519 key. The key of a service has the kid `service:<name>`; `dev` marks it as fit for loopback only."""
    parameters: KeyParameters = {"kid": kid, "use": "sig"}
    marked = cast("KeyParameters", {**parameters, "dev": True}) if dev else parameters
    return OKPKey.generate_key("Ed25519", marked, private=True)


def write_private(key: OKPKey, path: Path) -> None:
    """Writes the private JWK, readable by its owner only. Refuses to overwrite."""
    path.touch(mode=0o600, exist_ok=False)
    path.write_bytes(orjson.dumps(key.as_dict(private=True)))


def read_private(path: Path) -> OKPKey:
    """The private JWK in a file."""
    return OKPKey.import_key(orjson.loads(path.read_bytes()))


def public_set(keys: Iterable[OKPKey]) -> bytes:
    """The JWKS that verifiers get: public halves only."""
    return orjson.dumps({"keys": [key.as_dict(private=False) for key in keys]}, option=orjson.OPT_INDENT_2)


def sign(
    key: OKPKey,
    subject: str,
    contracts: Mapping[str, Sequence[str]],
    *,
    issued_at: datetime,
    lifetime: timedelta,
    issuer: str = "watchbill",
    audience: str = "watchbill",
    dev: bool = False,
) -> str:
    """A token for `subject` with roles per contract id (`*`: every one), valid from `issued_at` for `lifetime`.

    `dev`, or a key marked so: services beyond loopback refuse it.
    """
    claims = {
        "iss": issuer,
        "aud": audience,
        "sub": subject,
        "iat": int(issued_at.timestamp()),
        "exp": int((issued_at + lifetime).timestamp()),
        "contracts": {contract: list(roles) for contract, roles in contracts.items()},
    }
    if dev or key.as_dict(private=False).get("dev"):
        claims["dev"] = True
    return jwt.encode({"alg": ALGORITHM, "kid": key.kid}, claims, key, algorithms=[ALGORITHM])


def sign_for_service(key: OKPKey, *, issued_at: datetime, issuer: str = "watchbill", audience: str = "watchbill") -> str:
    """A five-minute token of a service, signed with its own key: the role `service` under every contract, no other."""
    return sign(
        key,
        str(key.kid),
        {EVERY_CONTRACT: [Role.SERVICE]},
        issued_at=issued_at,
        lifetime=timedelta(minutes=5),
        issuer=issuer,
        audience=audience,
    )
