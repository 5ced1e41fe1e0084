"""`watchbill`: the operator's tool. Each command is a module with `arguments(parser)` and `run(options) -> exit code`."""

import argparse
import sys
from importlib import import_module

from watchbill.words import Say, Stop, warn

COMMANDS: dict[str, tuple[str, Say]] = {
    "up": ("watchbill.up", Say("在本机启动全部服务", "starts everything on this machine")),
    "token": ("watchbill.token", Say("签发开发用令牌", "signs a development token")),
    "verify": ("watchbill.verify", Say("核对全部账本", "recomputes every hash chain and compares the witnessed heads")),
    "rebuild": ("watchbill.rebuild", Say("重建视图", "fills views that are new in this code")),
    "parked": ("watchbill.parked", Say("列出并处理被搁置的命令", "lists and decides what policies could not do")),
    "activate": ("watchbill.activation", Say("按合同包启用合同", "puts a contract in force on its pack")),
    "pack": ("watchbill.pack", Say("检查合同包", "looks a contract pack through")),
    "secrets": (
        "watchbill.compose_secrets",
        Say("为 docker compose 生成密码与密钥", "makes passwords and keys for docker compose"),
    ),
    "demo": ("watchbill.demo", Say("演示一个合同年度并核对最终付款", "plays a contract year and checks the final payment")),
    "reset": ("watchbill.reset", Say("询问后删除本机数据", "asks, then deletes the local data")),
}


def main() -> None:
    """Runs one command and exits with its code."""
    purpose = Say("值勤簿运维工具", "The operator's tool of Watchbill.")
    parser = argparse.ArgumentParser(prog="watchbill", description=str(purpose))
    commands = parser.add_subparsers(dest="command", required=True)
    # Only the chosen command is imported: `watchbill token` needs no server code.
    chosen = next((word for word in sys.argv[1:] if not word.startswith("-")), None)
    for name, (module, what) in COMMANDS.items():
        command = commands.add_parser(name, help=str(what), description=str(what))
        if name == chosen:
            import_module(module).arguments(command)
    options = parser.parse_args()
    try:
        sys.exit(import_module(COMMANDS[options.command][0]).run(options))
    except Stop as stop:
        warn(stop.sentence.zh, stop.sentence.en)
        sys.exit(stop.code)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
