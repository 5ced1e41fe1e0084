"""The words of the plain pages."""

from collections.abc import Mapping

from common.web.language import Language
from common.web.permissions import Role

_WORDS: Mapping[str, tuple[str, str]] = {
    "brand": ("值勤簿", "Watchbill"),
    "tagline": ("驻场服务合同的值守、考核与结算", "On-site service contracts: watch, score, settlement"),
    "sign_in": ("登录", "Sign in"),
    "login": ("登录名", "Login"),
    "password": ("口令", "Password"),
    "with_provider": ("使用 {name} 登录", "Sign in with {name}"),
    "other_language": ("English", "中文"),
    "change": ("修改口令", "Choose a new password"),
    "change_first": (
        "首次登录或口令已过期, 请先设置新口令。",
        "First sign-in, or the password is too old: choose a new one first.",
    ),
    "current": ("当前口令", "Current password"),
    "new": ("新口令", "New password"),
    "again": ("再次输入新口令", "New password again"),
    "save": ("保存", "Save"),
    "rules": ("口令要求", "What a password must be"),
    "rule_length": ("至少 18 个字符", "at least 18 characters"),
    "rule_kinds": (
        "同时包含大写字母、小写字母、数字和特殊字符",
        "upper case, lower case, digits and special characters",
    ),
    "rule_guess": (
        "不含登录名、姓名、生日、电话号码、常见词, 不含 1234、abcd、aaaa 等连续或重复字符",
        "no login, name, birthday, telephone number or common word, no runs such as 1234, abcd, aaaa",
    ),
    "rule_again": ("以前用过的口令不能再用, 每 30 天至少更换一次", "never used before, and changed at least every 30 days"),
    "rule_source": ("依据合同附件六第一、三条", "Contract annex A6 §1 and §3"),
    "wrong": ("登录名或口令不正确。", "The login or the password is not right."),
    "locked": (
        "错误次数过多。请在 {minutes} 分钟后重试, 或联系管理员。",
        "Too many wrong attempts. Try again in {minutes} minutes, or ask an administrator.",
    ),
    "closed": ("账号已停用, 请联系管理员。", "This account is closed; ask an administrator."),
    "one_time_over": ("一次性口令已过期, 请联系管理员。", "The one-time password is over; ask an administrator."),
    "this_machine_only": ("示例账号只能在本机使用。", "Accounts of the sample serve on this machine only."),
    "page_old": ("页面已过期, 请重试。", "This page was too old; try again."),
    "not_the_same": ("两次输入的新口令不一致。", "The two new passwords differ."),
    "current_wrong": ("当前口令不正确。", "The current password is not right."),
    "changed": ("口令已修改, 其他会话均已退出。", "The password is changed; every other session has ended."),
    "signed_out": ("您已退出。", "You are signed out."),
    "signed_out_everywhere": ("所有会话均已退出。", "Every session has ended."),
    "account": ("我的账号", "My account"),
    "sessions": ("我的会话", "My sessions"),
    "since": ("开始", "Since"),
    "seen": ("最近活动", "Last seen"),
    "address": ("地址", "Address"),
    "agent": ("浏览器", "Browser"),
    "this_one": ("当前", "this one"),
    "end": ("结束", "End"),
    "sign_out": ("退出", "Sign out"),
    "everywhere": ("退出所有会话", "Sign out everywhere"),
    "roles": ("角色", "Roles"),
    "every_contract": ("全部合同", "every contract"),
    "wall": ("看板", "wall"),
    "to_pages": ("进入工作页面", "To the pages"),
    "back": ("返回登录", "Back to sign-in"),
    "going_on": ("正在进入…", "Going on …"),
    "provider_failed": ("统一认证未完成, 请重试。", "The organisation's sign-in did not succeed; try again."),
    "provider_away": (
        "统一认证服务暂不可用, 请稍后重试。",
        "The organisation's sign-in is not available now; try again shortly.",
    ),
    "provider_unknown": (
        "统一认证已通过, 但您还没有账号。请把下列编号告诉管理员: {subject}",
        "The organisation knows you, but you have no account here yet. Tell an administrator this number: {subject}",
    ),
}

ROLES: Mapping[Role, tuple[str, str]] = {
    Role.OFFICER: ("甲方经办", "Customer's officer"),
    Role.HEAD: ("甲方处室负责人", "Customer's head"),
    Role.LEADER: ("甲方领导", "Customer's leader"),
    Role.FINANCE: ("甲方财务", "Customer's finance"),
    Role.COMPANY: ("乙方公司", "Contractor's company"),
    Role.MANAGER: ("乙方项目经理", "Contractor's manager"),
    Role.ENGINEER: ("乙方工程师", "Contractor's engineer"),
    Role.DESK: ("乙方服务台", "Contractor's desk"),
    Role.AUDITOR: ("审计", "Auditor"),
    Role.VIEWER: ("只读", "Viewer"),
    Role.INTEGRATION: ("系统接入", "Integration"),
    Role.SERVICE: ("服务", "Service"),
    Role.ADMIN: ("系统管理员", "Administrator"),
}
"""What people call the roles."""


def say(language: Language, key: str, **values: object) -> str:
    """The words of a key."""
    return _WORDS[key][language == "en"].format(**values)


def role_name(role: Role, language: Language) -> str:
    """A role as people say it."""
    return ROLES[role][language == "en"]
