"""`watchbill pack`: looks a contract pack through before anybody activates it, and prints it as it travels."""

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path

from watchbill.pack.checking import check
from watchbill.pack.folder import document_of, load
from watchbill.words import Say

__all__ = ["arguments", "check", "document_of", "load", "run"]


def arguments(parser: ArgumentParser) -> None:
    """`watchbill pack check DIR` and `watchbill pack show DIR`."""
    check_or_show = str(Say("check: 检查; show: 输出JSON", "check: look it through; show: print it as JSON"))
    parser.add_argument("what", choices=("check", "show"), help=check_or_show)
    parser.add_argument("directory", type=Path, help=str(Say("合同包目录", "the pack's folder")))


def run(options: Namespace) -> int:
    """Exit code 0 when the pack is clean, 1 when it has findings."""
    if options.what == "check":
        return check(options.directory)
    print(json.dumps(document_of(options.directory), ensure_ascii=False, indent=1))
    return 0
