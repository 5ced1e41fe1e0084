"""Settings of the console alone (`WATCHBILL_CONSOLE_…`); what it shares with services stands in `common.settings`."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from common.settings import Settings, SettingsError


class ConsoleSettings(BaseSettings):
    """What the console is told by its environment. Times in the unit that ends the name."""

    model_config = SettingsConfigDict(env_prefix="WATCHBILL_CONSOLE_", frozen=True, extra="ignore")

    url: str = Field(default="", description="The address in people's browsers, without a path; needed beyond loopback")
    zone: ZoneInfo = Field(default=ZoneInfo("Asia/Shanghai"), description="The zone of times on the pages of sign-in")
    idle_minutes: int = Field(default=30, ge=1, description="A session ends after so long without a click")
    session_hours: int = Field(default=12, ge=1, description="A session ends after so long whatever happens")
    token_minutes: int = Field(default=5, ge=1, le=15, description="How long a token for the services is valid")
    key_days: int = Field(default=30, ge=1, description="How long one key signs")
    key_lead_hours: int = Field(default=24, ge=0, description="How long a key is published before it signs")
    wrapping_file: Path | None = Field(default=None, description="Secrets that signing keys are kept under, one a line")
    password_days: int = Field(default=30, ge=1, le=30, description="A6: a password is changed at least this often")
    one_time_hours: int = Field(default=24, ge=1, description="How long a password that others know may be used once")
    tries: int = Field(default=5, ge=1, description="Wrong passwords of one login name until it is locked")
    address_tries: int = Field(default=50, ge=1, description="Wrong passwords from one address until it is refused")
    address_requests: int = Field(default=300, ge=1, description="What one address may ask a minute without being signed in")
    lock_minutes: int = Field(default=15, ge=1, description="How long both last, and how long a wrong password counts")
    hash_memory_kib: int = Field(default=65_536, ge=8, description="argon2id's memory for one password")
    hash_rounds: int = Field(default=3, ge=1, description="argon2id's passes")
    hashes_at_once: int = Field(default=2, ge=1, description="Passwords hashed at the same time; the others wait")
    trail_days: int = Field(default=183, ge=183, description="The trail is kept at least this long")
    oidc_issuer: str = Field(default="", description="An organisation's OpenID provider; empty: passwords of our own only")
    oidc_client_id: str = ""
    oidc_client_secret_file: Path | None = Field(default=None, description="None for a public client: PKCE alone")
    oidc_scopes: str = "openid"
    oidc_name: str = Field(default="", description="What its button says; the issuer's host when empty")

    @property
    def idle(self) -> timedelta:
        return timedelta(minutes=self.idle_minutes)

    @property
    def absolute(self) -> timedelta:
        return timedelta(hours=self.session_hours)

    @property
    def token_life(self) -> timedelta:
        return timedelta(minutes=self.token_minutes)

    @property
    def lock(self) -> timedelta:
        return timedelta(minutes=self.lock_minutes)

    @property
    def secure(self) -> bool:
        """Whether browsers reach us by https, so that the cookie may demand it."""
        return self.url.startswith("https://")

    @property
    def provider_name(self) -> str:
        """What the organisation's sign-in is called on its button; empty where there is none."""
        return self.oidc_name or (urlsplit(self.oidc_issuer).hostname or "")

    def check(self, settings: Settings) -> None:
        """`SettingsError` for an address that is none, and where browsers beyond this machine would come by an unnamed one."""
        parts = urlsplit(self.url)
        if self.url and (parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/") or parts.query):
            raise SettingsError("WATCHBILL_CONSOLE_URL: give scheme and host only, for example https://watch.example.")
        if not settings.loopback and not self.secure:
            raise SettingsError("Set WATCHBILL_CONSOLE_URL to the https address of the console first.")
        if self.oidc_issuer and not self.oidc_client_id:
            raise SettingsError("Set WATCHBILL_CONSOLE_OIDC_CLIENT_ID first.")


def from_environment() -> ConsoleSettings:
    """Those of this process. `SettingsError` that names the first variable that is wrong."""
    try:
        return ConsoleSettings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(f"WATCHBILL_CONSOLE_{name}: {first['msg']}.") from None
