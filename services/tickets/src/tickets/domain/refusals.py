"""Every refusal of tickets, with one Chinese and one English sentence."""

from collections.abc import Mapping

from common.errors import Sentence

REFUSALS: Mapping[str, Sentence] = {
    "call_already_answered": Sentence("该来电已接听。", "This call was answered already."),
    "call_already_ended": Sentence("该来电已结束。", "This call has ended already."),
    "call_already_logged": Sentence("该来电已登记。", "This call is logged already."),
    "call_not_logged": Sentence("没有登记该来电。", "This call is not logged.", 404),
    "complaint_already_received": Sentence("该投诉已登记。", "This complaint is registered already."),
    "date_after_the_term": Sentence("该时间晚于服务期限。", "That time lies after the service term.", 422),
    "date_before_the_term": Sentence("该时间早于服务期限。", "That time lies before the service term.", 422),
    "date_in_the_future": Sentence("该时间尚未到来。", "That time has not come yet.", 422),
    "incident_not_of_this_phase": Sentence(
        "该条款不属于会议的这一阶段。", "That clause does not belong to this phase of a meeting.", 422
    ),
    "incident_before_the_meeting": Sentence(
        "会议尚未开始, 不能登记会中问题。", "The meeting has not started; nothing can happen during it."
    ),
    "meeting_already_planned": Sentence("该会议已登记。", "This meeting is planned already."),
    "meeting_already_started": Sentence("会议已开始。", "The meeting has started already."),
    "meeting_cancelled": Sentence("会议已取消。", "The meeting was cancelled."),
    "meeting_finished": Sentence("会议保障已收尾。", "The meeting's support is finished."),
    "meeting_not_planned": Sentence("没有登记该会议。", "This meeting is not planned.", 404),
    "meeting_not_started": Sentence("会议尚未开始。", "The meeting has not started."),
    "meeting_times_disordered": Sentence("会议的各个时间先后不一致。", "The meeting's times are not in order.", 422),
    "nobody_on_duty": Sentence("当前无人在岗, 不能派工。", "Nobody is on duty to take the ticket."),
    "nothing_prepared": Sentence("没有新的准备事项。", "Nothing new was prepared.", 422),
    "person_not_on_duty": Sentence("该人员不在岗, 不能派工。", "That person is not on duty."),
    "post_unknown": Sentence("合同没有该岗位。", "The contract knows no such post.", 422),
    "roll_call_already_done": Sentence("技术点名已完成。", "The roll call is done already."),
    "rule_unknown": Sentence("合同没有该考核条款。", "The contract knows no such rule.", 422),
    "ticket_already_opened": Sentence("该工单已登记。", "This ticket is opened already."),
    "ticket_not_closable": Sentence("工单处理完成后方可关闭。", "A ticket is closed after it was resolved."),
    "ticket_not_dispatched": Sentence("工单尚未派工。", "The ticket has not been dispatched."),
    "ticket_not_finished": Sentence("工单尚未完成, 无需重新打开。", "The ticket is still open."),
    "ticket_not_open": Sentence("工单不在待处理状态。", "The ticket is not open for that."),
    "ticket_unknown": Sentence("没有该工单。", "There is no such ticket.", 404),
    "times_disordered": Sentence("时间先后不一致。", "The times are not in order.", 422),
}
