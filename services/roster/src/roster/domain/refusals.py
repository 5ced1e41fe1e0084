"""Every refusal of this service with one Chinese and one English sentence."""

from collections.abc import Mapping

from common.errors import Sentence

REFUSALS: Mapping[str, Sentence] = {
    "correction_already_waits": Sentence(
        "该班次已有更正等待另一人确认。", "A correction of this shift already waits for its second person."
    ),
    "correction_unknown": Sentence("没有等待确认的此项更正。", "No such correction waits.", 404),
    "ends_before_start": Sentence("结束时间必须晚于开始时间。", "The end must come after the start.", 422),
    "handover_already_completed": Sentence("该岗位当日已完成交接班。", "This handover is already completed."),
    "handover_on_another_day": Sentence("交接班时间不在应交接的当日。", "The handover's time lies on another day.", 422),
    "handover_to_oneself": Sentence("交班人与接班人不能是同一人。", "Nobody hands over to himself or herself.", 422),
    "handover_unknown": Sentence("没有这一交接班。", "There is no such handover.", 404),
    "key_period_already_ordered": Sentence("该重点保障时段已下达。", "This key period was already ordered."),
    "leave_already_decided": Sentence("该请假已有决定。", "This leave was already decided."),
    "leave_already_requested": Sentence("该请假已提交。", "This leave was already requested."),
    "leave_unknown": Sentence("没有这一请假。", "There is no such leave.", 404),
    "person_already_registered": Sentence("该人员已登记。", "This person is already registered."),
    "person_has_left": Sentence("该人员已离开本项目。", "This person has left the contract."),
    "person_not_approved": Sentence("该人员未经采购人认可。", "The customer has not approved this person."),
    "person_not_approved_for_post": Sentence("该人员未获准担任该岗位。", "This person is not approved for that post."),
    "person_on_leave": Sentence("该人员此时段已获准请假。", "This person has approved leave at that time."),
    "person_unknown": Sentence("没有这一人员。", "There is no such person.", 404),
    "post_unknown": Sentence("合同中没有该岗位。", "The contract has no such post.", 422),
    "punch_contradicts_absence": Sentence(
        "已记为无故离岗; 补录到岗时间须提交更正、说明理由并由另一人确认。",
        "The absence is already recorded; an earlier arrival needs a correction with a reason and a second person.",
    ),
    "punch_in_the_future": Sentence("打卡时间不能在将来。", "A punch cannot lie in the future.", 422),
    "qualification_below_minimum": Sentence(
        "该人员不满足该岗位的最低资格。", "The person does not reach the minimum qualification of the post."
    ),
    "roster_already_published": Sentence("该值班表已发布。", "This roster is already published."),
    "roster_discarded": Sentence("该值班表草稿已作废。", "This draft was discarded."),
    "roster_missing_on_day": Sentence("该日没有已发布的值班表。", "That day has no published roster."),
    "roster_overlaps": Sentence("其中有日期已在另一份已发布的值班表内。", "Some of these days already have a published roster."),
    "roster_unknown": Sentence("没有这份值班表。", "There is no such roster.", 404),
    "second_person_needed": Sentence("更正须由提出人以外的人确认。", "A correction needs a second person to agree.", 403),
    "shift_already_ended": Sentence("该班次已结束。", "This shift has already ended."),
    "shift_already_planned": Sentence("该班次编号已被使用。", "This shift is already planned."),
    "shift_already_started": Sentence("该班次已开始。", "This shift has already started."),
    "shift_cancelled": Sentence("该班次已取消。", "This shift was cancelled."),
    "shift_is_over": Sentence("该班次的计划时间已过。", "The planned time of this shift is over."),
    "shift_not_started": Sentence("该班次尚未开始。", "This shift has not started."),
    "shift_outside_roster": Sentence("班次不在值班表的日期内。", "The shift does not begin on one of the roster's days.", 422),
    "shift_unknown": Sentence("没有这一班次。", "There is no such shift.", 404),
    "shifts_overlap": Sentence("同一人员的班次时间重叠。", "Two shifts of one person overlap."),
    "successor_unknown": Sentence("没有登记接替人员。", "The successor is not registered."),
    "outside_the_term": Sentence("日期不在服务期限内。", "The date lies outside the service term.", 422),
}
