"""Settings of one service process, read once from the environment (`WATCHBILL_…`)."""

import ipaddress
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from common.groups import Groups, Share, addresses

ASYMMETRIC = frozenset({"Ed25519", "EdDSA", "ES256", "ES384", "PS256", "RS256"})


@lru_cache(maxsize=64)
def loopback(host: str) -> bool:
    """Whether an address is this machine's own. A name other than `localhost` counts as beyond it."""
    return host == "localhost" or (not no_address(host) and ipaddress.ip_address(host).is_loopback)


@lru_cache(maxsize=64)
def no_address(host: str) -> bool:
    """Whether this is a name or a path, not an IP address."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return True
    return False


class SettingsError(Exception):
    """A setting that stops the start. The message is one sentence for the operator."""


class Settings(BaseSettings):
    """What a service process is told by its environment.

    Everything has a default so that an app can be built (docs, tests) without an environment;
    what a running service needs is demanded by `demand` at start.
    """

    model_config = SettingsConfigDict(env_prefix="WATCHBILL_", frozen=True, extra="ignore")

    database_url: str = ""
    migrate_url: str = ""
    nats_url: str = Field(default="", description="NATS; the nodes of a cluster separated by commas. Empty: feeds only")
    nats_replicas: int = Field(default=1, ge=1, le=5, description="How many nodes of a NATS cluster keep each stream; odd")
    jwks: str = Field(
        default="", description="Public keys of people's and services' tokens: files and http(s) addresses, separated by blanks"
    )
    service_key: Path | None = Field(default=None, description="File with this service's private Ed25519 JWK")
    issuer: str = "watchbill"
    audience: str = "watchbill"
    algorithms: tuple[str, ...] = Field(default=("Ed25519", "EdDSA"), description="Signatures accepted; never a symmetric one")
    contracts_claim: str = Field(default="contracts", description="The claim that holds roles per contract")
    groups: str = Field(
        default="", description="Which group a contract belongs to: `north=bj-*,tj-* south=*`; the same everywhere"
    )
    group: str = Field(default="", description="The group whose contracts this process's database holds; empty: all contracts")
    billing_url: str = "http://127.0.0.1:8005"
    roster_url: str = "http://127.0.0.1:8001"
    tickets_url: str = "http://127.0.0.1:8002"
    inspection_url: str = "http://127.0.0.1:8003"
    scoring_url: str = "http://127.0.0.1:8004"
    clock: Literal["system", "virtual"] = "system"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    log_file: Path | None = None
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    max_body_bytes: int = Field(default=1_048_576, ge=1024)
    after_seconds: float = Field(default=10.0, gt=0, le=60, description="Longest wait for Watchbill-After")
    reconcile_seconds: float = Field(default=3.0, gt=0, le=60, description="How often what was heard is compared with its source")
    telemetry: bool = Field(default=False, description="FastAPI's own OpenTelemetry; the exporter is configured by OTEL_…")

    def peer(self, service: str) -> str:
        """The base address of another service that is not divided. Raises `SettingsError` where it is."""
        found = self.peers(service)
        if "" not in found:
            raise SettingsError(f"WATCHBILL_{service.upper()}_URL names a group for each address; one address is needed here.")
        return found[""]

    def peers(self, service: str) -> Mapping[str, str]:
        """Group -> base address of another service, without a trailing slash; under no group where it is not divided."""
        return addresses(getattr(self, f"{service}_url"))

    @property
    def share(self) -> Share:
        """What this process's database holds."""
        return Share(self.group, Groups.parse(self.groups))

    @field_validator("groups")
    @classmethod
    def _table(cls, value: str) -> str:
        Groups.parse(value)
        return value

    @field_validator("group")
    @classmethod
    def _one_of_them(cls, value: str, info: ValidationInfo) -> str:
        if value and value not in Groups.parse(info.data.get("groups", "")).names:
            raise ValueError("the group is not in WATCHBILL_GROUPS")
        return value

    @field_validator("billing_url", "roster_url", "tickets_url", "inspection_url", "scoring_url")
    @classmethod
    def _one_for_each(cls, value: str, info: ValidationInfo) -> str:
        groups = set(addresses(value)) - {""}
        if groups and groups != Groups.parse(info.data.get("groups", "")).names:
            raise ValueError("give one address, or one for each group of WATCHBILL_GROUPS")
        return value

    @field_validator("algorithms")
    @classmethod
    def _asymmetric(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not set(value) <= ASYMMETRIC:
            raise ValueError(f"choose among {', '.join(sorted(ASYMMETRIC))}")
        return value

    @property
    def loopback(self) -> bool:
        """Whether the process listens on this machine only."""
        return loopback(self.host)

    def demand(self, *names: str) -> None:
        """Raises `SettingsError` that names the variables a running service cannot do without."""
        missing = [f"WATCHBILL_{name.upper()}" for name in names if not getattr(self, name)]
        if missing:
            raise SettingsError(f"Set {' and '.join(missing)} first.")


def from_environment() -> Settings:
    """The settings of this process. Raises `SettingsError` that names the first variable that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(f"WATCHBILL_{name}: {first['msg']}.") from None
