"""`watchbill demo`: a condensed contract year through the public APIs, in virtual time, to the final payment."""

import argparse
import asyncio
import os

from watchbill.demo.mishaps import VICTIMS
from watchbill.demo.playing import play_demo
from watchbill.stage.desk import Unexpected
from watchbill.words import Stop


def arguments(parser: argparse.ArgumentParser) -> None:
    """`--kill` may be given more than once."""
    parser.add_argument("--kill", action="append", default=[], choices=[*VICTIMS, "all"], help="kill this during the story")


def run(options: argparse.Namespace) -> int:
    """0 when every figure is right; KEEP=1 leaves the instance up for browsing."""
    victims = VICTIMS if "all" in options.kill else tuple(options.kill)
    try:
        return asyncio.run(play_demo(victims, keep=bool(os.environ.get("KEEP"))))
    except Unexpected as unexpected:
        raise Stop(f"演示中断: {unexpected.args[0]}", f"The demo broke off: {unexpected.args[0]}") from unexpected
