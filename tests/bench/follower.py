"""`BENCH_SERVICE=telling|counting|listing`: one of the services of `bench.telling` as a process."""

import os

from bench.telling import COUNTING, LISTING, TELLING
from common.web.app import create_app

app = create_app({"telling": TELLING, "counting": COUNTING, "listing": LISTING}[os.environ["BENCH_SERVICE"]])
