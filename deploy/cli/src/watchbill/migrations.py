"""The process that migrates: it loads what all services share, then forks once for each of them.

Five cold starts would take twice as long. Reads `{service: [owner's URL, application's URL]}`, prints an outcome each.
"""

import json
import os
import sys
from contextlib import redirect_stderr, redirect_stdout, suppress
from io import StringIO

Outcome = tuple[int, str, str]
"""Exit code, what was printed, what went wrong."""


def _fork_each(wanted: dict[str, list[str]]) -> dict[str, Outcome]:
    """What each service's migration printed, and its exit code."""
    pipes = {}
    for service, (owner, application) in wanted.items():
        reading, writing = os.pipe()
        if os.fork() == 0:
            os.environ.update(WATCHBILL_MIGRATE_URL=owner, WATCHBILL_DATABASE_URL=application)
            os.write(writing, json.dumps(_migrated(service)).encode())
            os._exit(0)
        os.close(writing)
        pipes[service] = reading
    outcomes = {}
    for service, reading in pipes.items():
        with os.fdopen(reading, "rb") as told:
            outcomes[service] = json.loads(told.read() or b'[1, "", "?"]')
    return outcomes


def _migrated(service: str) -> Outcome:
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            from common import migrate, rebuild  # noqa: PLC0415  (never loaded by the runner itself)

            code = migrate.main([service]) or rebuild.main([service])
        except Exception as error:  # noqa: BLE001  (whatever it is, its sentence belongs on the operator's terminal)
            print(f"{type(error).__name__}: {error}", file=err)
            code = 1
    return code, out.getvalue(), err.getvalue()


if __name__ == "__main__":
    with suppress(ImportError):  # said by each service's migration, in one sentence
        import common.web.app  # noqa: F401  (what every service loads)
    print(json.dumps(_fork_each(json.load(sys.stdin))))
