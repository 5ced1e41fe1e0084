"""An organisation's OpenID provider, as configured: discovery, its keys, the exchange of a code (OpenID Connect Core §3.1)."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx
import orjson
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry

from console.settings import ConsoleSettings

ALGORITHMS = ["RS256", "ES256", "PS256", "Ed25519", "EdDSA"]
SKEW_SECONDS = 30
KNOWN_SECONDS = 3600.0
RELOAD_SECONDS = 60.0


class ProviderAway(Exception):
    """The provider cannot be asked now, or answers what no provider should."""


class ProviderRefused(Exception):
    """The provider, or what it said about the person, does not hold. The message names the check, for the log."""


@dataclass(frozen=True)
class Endpoints:
    """What discovery tells."""

    authorization: str
    token: str
    jwks: str


class Provider:
    """One provider. Its addresses and keys are read when first needed and kept for an hour."""

    def __init__(self, settings: ConsoleSettings, web: httpx.AsyncClient) -> None:
        self._settings = settings
        self._web = web
        self._issuer = settings.oidc_issuer.rstrip("/")
        self._endpoints: Endpoints | None = None
        self._keys: KeySet | None = None
        self._discovered_at = self._keys_at = float("-inf")
        self._reading = asyncio.Lock()

    async def address(self, *, redirect: str, state: str, nonce: str, challenge: str) -> str:
        """Where the browser is sent to sign in."""
        query = {
            "response_type": "code",
            "client_id": self._settings.oidc_client_id,
            "redirect_uri": redirect,
            "scope": self._settings.oidc_scopes,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        base = (await self._discovered()).authorization
        return f"{base}{'&' if '?' in base else '?'}{urlencode(query)}"

    async def subject(self, *, code: str, redirect: str, verifier: str, nonce: str) -> str:
        """Who it is, by a checked ID token for the code. Raises `ProviderRefused`, `ProviderAway`."""
        answer = await self._exchange(code, redirect, verifier)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise ProviderRefused("no_id_token")
        claims = await self._claims(token)
        registry = JWTClaimsRegistry(
            leeway=SKEW_SECONDS,
            iss={"essential": True, "value": self._settings.oidc_issuer},
            aud={"essential": True, "value": self._settings.oidc_client_id},
            nonce={"essential": True, "value": nonce},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
        )
        try:
            registry.validate(claims)
        except JoseError as error:
            raise ProviderRefused(f"claim: {error.error}") from error
        for_us = self._settings.oidc_client_id
        if claims.get("azp", for_us) != for_us:  # several audiences: the token is for the one it names
            raise ProviderRefused("claim: azp")
        return str(claims["sub"])

    async def _exchange(self, code: str, redirect: str, verifier: str) -> Mapping[str, Any]:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect, "code_verifier": verifier}
        file, auth = self._settings.oidc_client_secret_file, None
        if file is None:
            form["client_id"] = self._settings.oidc_client_id
        else:
            secret = (await asyncio.to_thread(file.read_text, encoding="utf-8")).strip()
            auth = httpx.BasicAuth(self._settings.oidc_client_id, secret)
        return await self._answer("POST", (await self._discovered()).token, refused=True, data=form, auth=auth)

    async def _claims(self, token: str) -> dict[str, Any]:
        try:
            return self._decoded(token, await self._key_set())
        except InvalidKeyIdError:
            return self._decoded(token, await self._key_set(again=True), last=True)

    def _decoded(self, token: str, keys: KeySet, *, last: bool = False) -> dict[str, Any]:
        try:
            return jwt.decode(token, keys, algorithms=ALGORITHMS).claims
        except InvalidKeyIdError as unknown:
            if not last:
                raise
            raise ProviderRefused("unknown_key") from unknown
        except (JoseError, ValueError) as error:
            raise ProviderRefused(f"token: {type(error).__name__}") from error

    async def _discovered(self) -> Endpoints:
        async with self._reading:
            if self._endpoints is None or time.monotonic() - self._discovered_at > KNOWN_SECONDS:
                told = await self._answer("GET", f"{self._issuer}/.well-known/openid-configuration")
                if told.get("issuer") != self._settings.oidc_issuer:
                    raise ProviderAway("another issuer answers")
                names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
                addresses = [str(told.get(name, "")) for name in names]
                if not all(address.startswith(("https://", "http://")) for address in addresses):
                    raise ProviderAway("discovery names no addresses")
                self._endpoints, self._discovered_at = Endpoints(*addresses), time.monotonic()
            return self._endpoints

    async def _key_set(self, *, again: bool = False) -> KeySet:
        place = (await self._discovered()).jwks
        async with self._reading:
            age = time.monotonic() - self._keys_at
            if self._keys is None or age > KNOWN_SECONDS or (again and age > RELOAD_SECONDS):
                told = await self._answer("GET", place)
                try:
                    self._keys, self._keys_at = KeySet.import_key_set({"keys": told["keys"]}), time.monotonic()
                except (JoseError, KeyError, ValueError, TypeError) as error:
                    raise ProviderAway("its keys cannot be read") from error
            return self._keys

    async def _answer(self, method: str, address: str, *, refused: bool = False, **request: Any) -> Mapping[str, Any]:
        try:
            response = await self._web.request(method, address, headers={"Accept": "application/json"}, **request)
            told = orjson.loads(response.content)
        except (httpx.HTTPError, ValueError) as error:
            raise ProviderAway(type(error).__name__) from error
        if not isinstance(told, dict):
            raise ProviderAway("no object")
        if response.status_code in (400, 401, 403) and refused:
            raise ProviderRefused("code")
        if not response.is_success:
            raise ProviderAway(str(response.status_code))
        return told
