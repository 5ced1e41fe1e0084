"""What people see instead of roster's codes: Chinese and English."""

from collections.abc import Mapping

from common.terms import Terms
from common.web.answers import Labelled
from roster.domain.handover import WHOLE_TEAM

Labels = Mapping[str, tuple[str, str]]

STANDING: Labels = {
    "offered": ("待认可", "offered"),
    "approved": ("已认可", "approved"),
    "replaced": ("已被更换", "replaced"),
    "left": ("已离开", "left"),
}
CAUSE: Labels = {
    "customer_request": ("采购人要求", "asked for by the customer"),
    "resignation": ("离职", "resignation"),
    "promotion": ("晋升调岗", "promotion"),
    "contractor_decision": ("服务单位决定", "the contractor's decision"),
    "other": ("其他", "other"),
}
ROSTER_STATE: Labels = {
    "draft": ("草稿", "draft"),
    "published": ("已发布", "published"),
    "discarded": ("已作废", "discarded"),
}
SHIFT_STATE: Labels = {
    "planned": ("已排班", "planned"),
    "on_post": ("在岗", "on post"),
    "ended": ("已离岗", "ended"),
    "cancelled": ("已取消", "cancelled"),
}
FINDING: Labels = {
    "on_time": ("正常", "on time"),
    "late": ("迟到", "late"),
    "early_leave": ("早退", "left early"),
    "absent": ("无故离岗", "absent without reason"),
    "excused": ("已准假", "excused by leave"),
}
DAY_KIND: Labels = {
    "workday": ("工作日", "working day"),
    "rest_day": ("公休日", "rest day"),
    "holiday": ("法定节假日", "public holiday"),
    "makeup_workday": ("调休工作日", "swapped working day"),
}
LEAVE_STATE: Labels = {
    "requested": ("待批准", "waits for approval"),
    "approved": ("已批准", "approved"),
    "declined": ("未批准", "declined"),
}
GAP_STATE: Labels = {
    "open": ("缺员中", "lasting"),
    "closed": ("已补齐", "ended"),
    "withdrawn": ("更正后不成立", "never was, by a later entry"),
}
HANDOVER_STATE: Labels = {
    "due": ("应交接", "due"),
    "completed": ("已交接", "completed"),
    "missed": ("未开展", "missed"),
}
CORRECTION_STATE: Labels = {
    "requested": ("待确认", "waits for a second person"),
    "agreed": ("已更正", "agreed"),
    "declined": ("未同意", "declined"),
}


def post_label(code: str, terms: Terms) -> Labelled:
    """A post with its names from the contract; the whole team where it hands over as one."""
    if code == WHOLE_TEAM:
        return Labelled(code=code, zh="全体岗位", en="the whole team")
    post = terms.staffing.posts.get(code)
    return Labelled(code=code, zh=post.zh if post else code, en=post.en if post else code)


def label(code: str | None, labels: Labels) -> Labelled | None:
    """The label of a code that may be missing."""
    return None if code is None else Labelled.of(code, labels)
