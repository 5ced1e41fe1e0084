"""`watchbill secrets`: passwords, keys and nats.conf for `docker-compose.yml`, in a folder that only we can enter."""

import argparse
import json
import secrets
from collections.abc import Iterable
from pathlib import Path

from common.servers.nats import OPERATOR, configuration
from common.web.signing import SERVICE_PREFIX, make_key, public_set, write_private
from watchbill.place import PARTS
from watchbill.words import Stop, tell

ISSUER_KEY = "issuer"
CONSOLE_URL = "https://watchbill.localhost"
"""What browsers reach the console by, until the operator writes the real address into the file."""
WRAPPING = "wrapping.key"
"""The secret under which the console keeps the keys that people's tokens are signed with."""
NATS_PORT = 4222
MONITOR_PORT = 8222


def arguments(parser: argparse.ArgumentParser) -> None:
    """The folder, and whose sign-in is trusted."""
    parser.add_argument("folder", type=Path, help="a folder that does not exist yet, for example .watchbill/compose")
    parser.add_argument(
        "--jwks", type=Path, help="the JWKS of your sign-in service; without it keys/issuer.jwk signs (watchbill token --key)"
    )


def run(options: argparse.Namespace) -> int:
    """Makes the folder once; it never overwrites secrets."""
    folder: Path = options.folder
    if folder.exists():
        raise Stop(f"{folder} 已存在, 未作改动。", f"{folder} is there already; nothing was changed.")
    folder.mkdir(parents=True)
    # The containers' users are not ours: the files are readable, and this folder keeps everybody else out.
    folder.chmod(0o700)
    nats = {user: _password() for user in (*PARTS, OPERATOR)}
    (folder / "env").write_text("".join(f"{name}={value}\n" for name, value in _environment(folder, nats)))
    (folder / "nats.conf").write_text(
        configuration(nats, listen=f"0.0.0.0:{NATS_PORT}", monitor=f"0.0.0.0:{MONITOR_PORT}", store="/data")
    )
    _write_keys(folder / "keys", options.jwks)
    tell(f"已生成 {folder}。", f"{folder} is made.")
    return 0


def _environment(folder: Path, nats: dict[str, str]) -> Iterable[tuple[str, str]]:
    yield "WATCHBILL_SECRETS", str(folder.resolve())
    yield "WATCHBILL_CONSOLE_URL", CONSOLE_URL
    yield "POSTGRES_PASSWORD", _password()
    for name in PARTS:
        yield f"OWNER_PASSWORD_{name.upper()}", _password()
        yield f"PASSWORD_{name.upper()}", _password()
        yield f"NATS_PASSWORD_{name.upper()}", nats[name]


def _write_keys(folder: Path, sign_in: Path | None) -> None:
    folder.mkdir()
    names = PARTS if sign_in else (*PARTS, ISSUER_KEY)
    made = {name: make_key(ISSUER_KEY if name == ISSUER_KEY else f"{SERVICE_PREFIX}{name}") for name in names}
    for name, key in made.items():
        write_private(key, folder / f"{name}.jwk")
        (folder / f"{name}.jwk").chmod(0o644)
    (folder / WRAPPING).write_text(f"{secrets.token_urlsafe(32)}\n")
    (folder / WRAPPING).chmod(0o644)
    published = json.loads(public_set(made.values()))
    if sign_in:
        published["keys"] += json.loads(sign_in.read_text())["keys"]
    (folder / "jwks.json").write_text(json.dumps(published, indent=2))


def _password() -> str:
    return secrets.token_urlsafe(24)
