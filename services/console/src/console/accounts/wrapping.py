"""What lies between the database and the right to sign: private keys are kept as encrypted JWKs (RFC 7517 §7).

AES-256-GCM under a secret that is in a file and never in the database. The file has one secret a line, 32 random bytes
in base64 each: the first one wraps, every one unwraps, so that one can be put before another.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from pathlib import Path

import orjson
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet, OctKey, OKPKey

from common.settings import SettingsError

VARIABLE = "WATCHBILL_CONSOLE_WRAPPING_FILE"
BYTES = 32
ALGORITHMS = ["dir", "A256GCM"]


class CannotUnwrap(SettingsError):
    """No secret of ours opens this key: it was wrapped by another console, or the secret's line is gone."""


@dataclass(frozen=True, repr=False)
class Wrapping:
    """The secrets of one file."""

    first: str
    """The id of the one that wraps: a digest, which stands beside what it wrapped."""
    secrets: KeySet

    @classmethod
    def of(cls, file: Path | None) -> "Wrapping":
        """Those of the file. `SettingsError` where there is none or a line is no such secret; the line is not told."""
        if file is None:
            raise SettingsError(f"Set {VARIABLE} first: a file with 32 random bytes in base64 (openssl rand -base64 32).")
        try:
            keys: list[Key] = [_secret(line) for line in file.read_text(encoding="ascii").split()]
        except (OSError, ValueError) as error:
            raise SettingsError(f"{VARIABLE} ({file}) does not hold 32 random bytes in base64 on each line.") from error
        if not keys:
            raise SettingsError(f"{VARIABLE} ({file}) is empty.")
        return cls(str(keys[0].kid), KeySet([*keys]))

    def wrap(self, key: OKPKey) -> str:
        """The private key as the database keeps it."""
        header = {"alg": "dir", "enc": "A256GCM", "kid": self.first, "cty": "jwk+json"}
        return jwe.encrypt_compact(header, orjson.dumps(key.as_dict(private=True)), self.secrets)

    def unwrap(self, kid: str, wrapped: str) -> OKPKey:
        """The key that was wrapped under this id. Raises `CannotUnwrap`, too for a key that stands in another one's place."""
        try:
            opened = jwe.decrypt_compact(wrapped, self.secrets, algorithms=ALGORITHMS).plaintext or b""
        except (JoseError, ValueError) as error:
            raise CannotUnwrap(f"{VARIABLE}: none of its secrets opens the signing key {kid}.") from error
        key = OKPKey.import_key(orjson.loads(opened))
        if key.kid != kid:
            raise CannotUnwrap(f"{VARIABLE}: the signing key {kid} holds another key.")
        return key

    def is_first(self, wrapped: str) -> bool:
        """Whether the secret that wraps now wrapped this."""
        header, _, _ = wrapped.partition(".")
        named: object = orjson.loads(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4)))["kid"]
        return named == self.first


def _secret(line: str) -> OctKey:
    """ValueError for anything but 32 bytes."""
    try:
        raw = base64.b64decode(line.translate(str.maketrans("-_", "+/")) + "=" * (-len(line) % 4), validate=True)
    except binascii.Error as error:
        raise ValueError("no base64") from error
    if len(raw) != BYTES:
        raise ValueError("not 32 bytes")
    return OctKey.import_key(raw, {"kid": hashlib.sha256(raw).hexdigest()[:16], "use": "enc"})
