"""What sign-in refuses, as sentences."""

from collections.abc import Mapping

from common.errors import Sentence
from console.accounts.passwords import WEAKNESSES

REFUSALS: Mapping[str, Sentence] = {
    **WEAKNESSES,
    "login_taken": Sentence("该登录名或统一认证身份已有账号。", "This login, or this identity, has an account already.", 409),
    "roles_conflict": Sentence("这些角色不能由同一账号担任。", "One account cannot hold these roles.", 422),
    "person_has_account": Sentence(
        "此人已有账号: 一人一号。", "This person has an account already: one person, one account.", 409
    ),
    "account_closed": Sentence("账号已停用。", "The account is closed.", 409),
    "account_open": Sentence("账号并未停用。", "The account is not closed.", 409),
    "own_account": Sentence("不能对自己的账号进行此操作。", "You cannot do this to your own account.", 403),
    "recovery_open": Sentence("该账号已有待确认的口令重置。", "A recovery of this account waits already.", 409),
    "second_person": Sentence("须由另一人确认。", "Another person has to confirm.", 403),
    "other_party": Sentence("须由账号所属一方的人员确认。", "Somebody of the account's own party has to confirm.", 403),
    "locked": Sentence("口令错误次数过多, 请稍后再试。", "Too many wrong passwords; try again later.", 429),
    "slow_down": Sentence("请求过于频繁, 请稍后再试。", "Too many requests; try again shortly.", 429),
    "wrong_password": Sentence("登录名或口令不正确。", "The login or the password is not right.", 401),
    "two_secrets": Sentence("已有两个有效密钥, 请先撤销一个。", "Two secrets are valid already; revoke one first.", 409),
    "client_closed": Sentence("该接入方已停用。", "The client is closed.", 409),
    "cross_origin": Sentence("请求来自其他网站, 已拒绝。", "The request came from another site and was refused.", 403),
}
