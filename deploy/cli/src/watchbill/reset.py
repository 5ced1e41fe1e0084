"""`watchbill reset`: asks, then deletes the local data. Never while the instance runs."""

import argparse
import shutil
import sys

from watchbill.alone import alone
from watchbill.place import Place
from watchbill.words import Say, Stop, tell


def arguments(parser: argparse.ArgumentParser) -> None:
    """`--yes` answers the question."""
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(options: argparse.Namespace) -> int:
    """Deletes the data folder, and the servers' folder where it lies elsewhere."""
    place = Place.chosen()
    if not place.data.exists():
        tell("没有可删除的数据。", "There is nothing to delete.")
        return 0
    with alone(place):
        if not options.yes and not _agreed(place):
            raise Stop("未删除任何数据。", "Nothing was deleted.")
        shutil.rmtree(place.servers)
        shutil.rmtree(place.data, ignore_errors=True)
    tell(f"已删除 {place.data}。", f"{place.data} is deleted.")
    return 0


def _agreed(place: Place) -> bool:
    if not sys.stdin.isatty():
        raise Stop("请在终端中确认, 或使用 --yes。", "Confirm in a terminal, or say --yes.", code=2)
    question = Say(
        f"将删除 {place.data} 中的全部合同数据, 不可恢复。输入 yes 继续: ",
        f"This deletes every contract's data in {place.data} for good. Type yes to go on: ",
    )
    return input(str(question)).strip().lower() == "yes"
