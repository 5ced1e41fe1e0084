"""argon2id, off the event loop and only so many at once: each takes its memory for a tenth of a second."""

import asyncio
from functools import partial

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from argon2.low_level import hash_secret_raw

from console.settings import ConsoleSettings

LANES = 1
"""One thread each: concurrency is limited by the gate, not shared out inside."""
DIGEST_BYTES = 32


class Hasher:
    """Hashes and compares passwords. `hashes_at_once` bounds its memory; who comes later waits."""

    def __init__(self, settings: ConsoleSettings) -> None:
        self._settings = settings
        self._hasher = PasswordHasher(
            time_cost=settings.hash_rounds, memory_cost=settings.hash_memory_kib, parallelism=LANES, type=Type.ID
        )
        self._gate = asyncio.Semaphore(settings.hashes_at_once)
        self._nobody: str | None = None

    async def hash(self, password: str) -> str:
        """The encoded hash with a salt of its own."""
        async with self._gate:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def matches(self, encoded: str | None, password: str) -> bool:
        """Whether it is the password. Takes as long for an account without one, or without an account."""
        if self._nobody is None:
            self._nobody = await self.hash("nobody")
        async with self._gate:
            same = await asyncio.to_thread(self._same, encoded or self._nobody, password)
        return same and encoded is not None

    def weak(self, encoded: str) -> bool:
        """Whether it was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(encoded)

    async def past(self, password: str, salt: bytes) -> bytes:
        """The digest under an account's own salt that tells a password used before."""
        work = partial(
            hash_secret_raw,
            *(password.encode(), salt, self._settings.hash_rounds, self._settings.hash_memory_kib, LANES, DIGEST_BYTES, Type.ID),
        )
        async with self._gate:
            return await asyncio.to_thread(work)

    def _same(self, encoded: str, password: str) -> bool:
        try:
            return self._hasher.verify(encoded, password)
        except (VerifyMismatchError, InvalidHashError):
            return False
