"""`watchbill rebuild`: fills views that are new in this code, service by service, beside live writes."""

import argparse
import os
import subprocess
import sys

from watchbill.instance import Instance
from watchbill.place import SERVICES, Place, Ports


def arguments(parser: argparse.ArgumentParser) -> None:
    """One service, or all of them; certain views, or every one."""
    parser.add_argument("service", nargs="?", choices=SERVICES)
    parser.add_argument("view", nargs="*", help="tables of views, for example coverage_v2")


def run(options: argparse.Namespace) -> int:
    """A process of its own for each service, as a rebuild would slow down anything it shares one with."""
    addresses = Instance.chosen(Place.chosen(), Ports.chosen()).addresses()
    code = 0
    for service in [options.service] if options.service else SERVICES:
        environment = {**os.environ, "WATCHBILL_DATABASE_URL": addresses.application(service)}
        command = [sys.executable, "-m", "common.rebuild", service, *options.view]
        code = max(code, subprocess.run(command, env=environment, check=False).returncode)
    return code
