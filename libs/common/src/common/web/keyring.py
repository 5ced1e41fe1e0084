"""The public keys that tokens are checked with: JWKS files, and JWKS addresses of the console or any OIDC issuer."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx
import orjson
import structlog
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry

from common.clock import real_now
from common.errors import Problem
from common.settings import Settings, SettingsError
from common.web.permissions import Role
from common.web.signing import SERVICE_PREFIX
from common.web.tokens import Principal
from common.web.trust import trusted

RELOAD_SECONDS = 60.0
RETRY_SECONDS = 2.0
SKEW_SECONDS = 30
LONGEST_TOKEN = 16_384
REMEMBERED = 4096

log = structlog.get_logger("common.web.keyring")

Fetch = Callable[[], Awaitable[bytes]]
FAILURES = (httpx.HTTPError, OSError, ValueError, JoseError)


class KeySource:
    """One JWKS: a file, an address, or what a function gives. What was read last stands while it cannot be read."""

    def __init__(self, name: str, fetch: Fetch) -> None:
        self.name = name
        self.keys: Sequence[Mapping[str, Any]] = ()
        self.failed = False
        self._fetch = fetch

    @classmethod
    def at(cls, place: str) -> "KeySource":
        """A path, or an http(s) address."""

        async def fetch() -> bytes:
            if place.startswith(("http://", "https://")):
                async with httpx.AsyncClient(timeout=5, verify=trusted()) as client:
                    return (await client.get(place)).raise_for_status().content
            return await asyncio.to_thread(Path(place).read_bytes)

        return cls(place, fetch)

    async def read(self) -> None:
        """Raises one of `FAILURES`."""
        self.failed = True
        content = orjson.loads(await self._fetch())
        listed = content.get("keys") if isinstance(content, dict) else None
        if not isinstance(listed, list) or any(not isinstance(key, dict) or "d" in key for key in listed):
            raise ValueError("a JWKS lists public keys")
        keys = [key for key in listed if key.get("use", "sig") == "sig"]
        if keys:  # none yet: an issuer that has just begun
            KeySet.import_key_set({"keys": keys})  # JoseError before anything is changed
        self.keys, self.failed = keys, False


class KeyRing:
    """Verifies tokens. Reads its keys again when a token names an unknown one, at most once a minute.

    A source that could not be read is asked again after two seconds.
    Beyond loopback, development keys are refused: at start with `SettingsError`, later by leaving them out.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._sources = [KeySource.at(place) for place in settings.jwks.split()]
        self._keys: KeySet | None = None
        self._dev: frozenset[str] = frozenset()
        self._read_at = float("-inf")
        self._verified: dict[str, tuple[Principal, float]] = {}
        self._reading = asyncio.Lock()
        self._claims = JWTClaimsRegistry(
            leeway=SKEW_SECONDS,
            iss={"essential": True, "value": settings.issuer},
            aud={"essential": True, "value": settings.audience},
            exp={"essential": True},
            sub={"essential": True},
        )

    async def open(self) -> None:
        """Reads the keys once. Raises `SettingsError` for an unreadable file and for development keys beyond loopback."""
        for source in self._sources:
            try:
                await source.read()
            except httpx.HTTPError as error:
                log.info("jwks_unreachable", address=source.name, error=type(error).__name__)
            except FAILURES as error:
                raise SettingsError(f"WATCHBILL_JWKS ({source.name}) does not hold a JSON Web Key Set.") from error
        self._gather()
        if self._dev and not self._settings.loopback:
            keys = ", ".join(sorted(self._dev))
            raise SettingsError(
                f"Development keys ({keys}) serve on loopback only; this service listens on {self._settings.host}."
            )

    async def add(self, source: KeySource) -> None:
        """Trusts the keys of one more source: the console's own."""
        self._sources.append(source)
        await self._read()

    async def principal(self, token: str) -> Principal:
        """Who a token speaks for. Problem `unauthenticated` for everything that is not a valid token of a known key."""
        known = self._verified.get(token)
        if known is not None and real_now().timestamp() <= known[1]:
            return known[0]
        if len(token) > LONGEST_TOKEN:
            raise Problem("unauthenticated", reason="malformed")
        try:
            decoded = await self._decode(token)
            self._claims.validate(decoded.claims)
        except (JoseError, ValueError) as error:
            reason = error.error if isinstance(error, JoseError) else "malformed"
            raise Problem("unauthenticated", reason=reason) from error
        principal = self._principal(str(decoded.header.get("kid", "")), decoded.claims)
        self._remember(token, principal, decoded.claims["exp"])
        return principal

    def _remember(self, token: str, principal: Principal, expires: float) -> None:
        """A valid token stays valid until it runs out or the keys are read again: its signature need not be checked twice."""
        if len(self._verified) >= REMEMBERED:
            self._verified.clear()
        self._verified[token] = (principal, expires + SKEW_SECONDS)

    async def _decode(self, token: str) -> jwt.Token:
        if self._keys is None:
            await self._read_again()
        try:
            return self._verify(token)
        except InvalidKeyIdError:
            await self._read_again()
            return self._verify(token)

    def _verify(self, token: str) -> jwt.Token:
        if self._keys is None:
            raise Problem("unavailable", reason="jwks_unreachable")
        decoded = jwt.decode(token, self._keys, algorithms=self._settings.algorithms)
        if not isinstance(decoded.header.get("kid"), str):
            raise Problem("unauthenticated", reason="kid_missing")
        return decoded

    def _principal(self, kid: str, claims: Mapping[str, Any]) -> Principal:
        dev = kid in self._dev or bool(claims.get("dev"))
        if dev and not self._settings.loopback:
            raise Problem("unauthenticated", reason="development_key")
        contracts = _contracts(claims.get(self._settings.contracts_claim))
        subject = str(claims["sub"])
        by_service = kid.startswith(SERVICE_PREFIX)
        for roles in contracts.values():
            if by_service != (Role.SERVICE in roles) or (by_service and (len(roles) > 1 or subject != kid)):
                raise Problem("unauthenticated", reason="service_role")
        return Principal(subject, contracts, dev)

    async def _read_again(self) -> None:
        async with self._reading:
            pause = RETRY_SECONDS if any(source.failed for source in self._sources) else RELOAD_SECONDS
            if time.monotonic() - self._read_at >= pause:
                await self._read()

    async def _read(self) -> None:
        for source in self._sources:
            try:
                await source.read()
            except FAILURES as error:
                log.warning("jwks_not_reloaded", address=source.name, error=type(error).__name__)
        self._gather()

    def _gather(self) -> None:
        """The union of what the sources gave; none at all until one of them was read."""
        self._read_at = time.monotonic()
        keys = [dict(key) for source in self._sources for key in source.keys]
        self._dev = frozenset(str(key.get("kid")) for key in keys if key.get("dev"))
        self._keys = KeySet.import_key_set({"keys": keys}) if keys else None
        self._verified.clear()


def _contracts(claim: object) -> Mapping[str, frozenset[Role]]:
    """`{contract id or "*": [role, …]}`; roles this version does not know grant nothing."""
    if not isinstance(claim, dict):
        raise Problem("unauthenticated", reason="contracts_missing")
    known = frozenset(Role)
    return {
        str(contract): frozenset(Role(role) for role in _strings(roles) if role in known) for contract, roles in claim.items()
    }


def _strings(value: object) -> Sequence[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
