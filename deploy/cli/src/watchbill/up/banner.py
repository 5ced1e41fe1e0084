"""What stands at the end of the start: where everything is, and how to sign in."""

from watchbill.instance import Instance
from watchbill.place import CONSOLE, SERVICES
from watchbill.sample import CONTRACT as SAMPLE
from watchbill.sample import sample_stands
from watchbill.token import PEOPLE
from watchbill.up.accounts import Accounts
from watchbill.words import Say

LABELS = {
    "roster": Say("排班与在岗", "shifts and presence"),
    "tickets": Say("工单与会议", "tickets and meetings"),
    "inspection": Say("巡检与故障", "rounds and faults"),
    "scoring": Say("考核评分", "scores"),
    "billing": Say("合同与结算", "contract and money"),
}


def banner(instance: Instance, accounts: Accounts) -> str:
    """Addresses, who can sign in, one token per role, and a line for curl that works."""
    services = sorted(SERVICES, key=instance.ports.of)
    addresses = [
        f"  {name:<11} {instance.url(name)}  {instance.url(name)}/docs  {instance.url(name)}/asyncapi  {LABELS[name]}"
        for name in services
    ]
    tokens = [f"  {role:<21} {instance.token(role)}" for role in PEOPLE]
    sign_in = Say(
        "接口: 在任一 /docs 页点击 Authorize, 粘贴下列令牌之一 (12 小时有效, 仅限本机); 以后可用 watchbill token --role … 签发。",
        "APIs: on any /docs page click Authorize and paste one of these tokens (12 hours, this machine only);"
        " `watchbill token --role …` signs more.",
    )
    curl = f'  curl -H "Authorization: Bearer {instance.token("customer.officer")}" {instance.url("billing")}/v1/contracts'
    ready = Say("值勤簿已就绪。Ctrl-C 停止。", "Watchbill is ready. Ctrl-C stops it.")
    played = (str(_sample(instance)), "") if sample_stands(instance) else ()
    logs = Say(f"日志: {instance.place.logs}", f"Logs: {instance.place.logs}")
    people = _people(instance, accounts)
    return "\n".join(["", *addresses, "", str(sign_in), *tokens, "", curl, "", *played, *people, "", str(logs), str(ready), ""])


def _people(instance: Instance, accounts: Accounts) -> list[str]:
    """Where people sign in, and those whose passwords may be shown here."""
    lines = [str(Say(f"登录: {instance.url(CONSOLE)}/", f"Sign in: {instance.url(CONSOLE)}/"))]
    if accounts.administrator:
        once = Say(
            "系统管理员 (口令仅显示这一次, 登录后须修改):", "The administrator (shown this once, changed at the first sign-in):"
        )
        lines += [str(once), f"  {accounts.administrator.login:<21} {accounts.administrator.password}"]
    if accounts.sample:
        listed = Say(
            f"示例合同 {SAMPLE} 的账号, 每个角色一个 (仅限本机):",
            f"Accounts of the sample contract `{SAMPLE}`, one a role (this machine only):",
        )
        lines += [str(listed), *(f"  {one.login:<21} {one.password}" for one in accounts.sample)]
    return lines


def _sample(instance: Instance) -> Say:
    example = f"{instance.url('roster')}/v1/contracts/{SAMPLE}/on-duty"
    return Say(
        f"示例合同 {SAMPLE} 已演绎到首次启动之日, 每个回答都带“示例”标记, 例如 {example}",
        f"The sample contract `{SAMPLE}`, played in up to the first start, is marked 示例 in every answer: try {example}",
    )
