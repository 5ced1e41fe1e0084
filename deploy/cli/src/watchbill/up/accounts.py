"""The first accounts of the console: an administrator, and one a role for the sample. A process of the console makes them."""

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from watchbill.instance import Instance
from watchbill.instance.services import console_environment
from watchbill.sample import CONTRACT, sample_stands
from watchbill.secret import write_secret
from watchbill.stage.people import SUBJECTS
from watchbill.words import Stop


@dataclass(frozen=True)
class Login:
    """A login name and the password that goes with it."""

    login: str
    password: str


@dataclass(frozen=True)
class Accounts:
    """`administrator` on the first start only: the password is not kept. The sample's are kept beside the other secrets."""

    administrator: Login | None
    sample: Sequence[Login]


async def first_accounts(instance: Instance) -> Accounts:
    """Makes what is missing and says what may be shown in this terminal."""
    persons = [f"--person={role}={person}" for role, person in SUBJECTS.items()]
    wanted = ["--sample", CONTRACT, *persons] if sample_stands(instance) else []
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "console.opening", *wanted),
        env={**os.environ, **console_environment(instance.place, instance.ports, instance.addresses())},
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    printed, _ = await process.communicate()
    if process.returncode:
        raise Stop("未能创建控制台的首批账号。", "The console's first accounts could not be made.")
    made = json.loads(printed)
    file = instance.place.data / "sample-accounts.json"
    kept = json.loads(file.read_text()) if file.exists() else []
    if made["sample"]:
        kept = [one for one in kept if one["login"] not in {new["login"] for new in made["sample"]}] + made["sample"]
        write_secret(file, json.dumps([asdict(Login(**one)) for one in kept], indent=2))
    return Accounts(Login(**made["administrator"]) if made["administrator"] else None, [Login(**one) for one in kept])
