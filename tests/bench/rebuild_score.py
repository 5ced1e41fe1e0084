"""`python -m bench.rebuild_score`: the rebuild of `bench.slips.SCORE`, in a process of its own as `common.rebuild` is."""

import asyncio
import os

from bench.slips import WITH_SCORE
from common.garbage import settle
from common.rebuild import rebuild

settle()
asyncio.run(rebuild(WITH_SCORE, os.environ["WATCHBILL_DATABASE_URL"]))
