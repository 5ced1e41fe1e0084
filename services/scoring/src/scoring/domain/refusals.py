"""Every refusal of scoring, in both languages."""

from collections.abc import Mapping

from common.errors import Sentence

_SLIPS: Mapping[str, Sentence] = {
    "points_outside_range": Sentence("分值超出该条款允许的范围。", "The points lie outside the rule's range.", 422),
    "units_not_countable": Sentence("该条款不按人次或处数累加。", "This rule does not add up by persons or places.", 422),
    "event_in_the_future": Sentence("事件时间晚于当前时间。", "The event lies in the future.", 422),
    "late_reason_missing": Sentence(
        "事件记录单已超过5个工作日的填写时限, 请说明逾期原因。",
        "The five working days for Form 2 are over; give the reason.",
        422,
    ),
    "form2_too_late": Sentence("事件记录单已超过填写时限, 按约定不予受理。", "Form 2 is too late and, by agreement, void."),
    "only_customer_deducts": Sentence("扣分事项只能由甲方记录。", "Only the customer records deductions."),
    "quarter_notice_issued": Sentence(
        "该季度考核结果通知单已出具, 只能以更正记录单更正。", "Form 4 of that quarter is issued; only a counter-slip corrects it."
    ),
    "slip_already_recorded": Sentence("该记录单已填写。", "This slip is recorded already."),
    "slip_already_counts": Sentence(
        "该记录单已生效, 只能以更正记录单更正。", "This slip counts already; only a counter-slip corrects it."
    ),
    "slip_withdrawn": Sentence("该记录单已撤回。", "This slip was withdrawn."),
    "slip_unknown": Sentence("没有这张记录单。", "There is no such slip.", 404),
    "slip_does_not_count": Sentence("该记录单尚未生效, 可直接撤回。", "That slip does not count; withdraw it instead."),
    "slip_already_decided": Sentence("异议已裁定。", "The dissent was decided already."),
    "nothing_to_decide": Sentence("乙方没有提出异议, 无需裁定。", "There is no dissent to decide."),
    "dissent_undecided": Sentence("乙方的异议尚未裁定。", "The contractor's dissent is not decided yet."),
    "wrong_party": Sentence("只能代表本方操作。", "You may act for your own party only.", 403),
    "recorder_may_not_countersign": Sentence("记录人不能为自己填写的记录单会签。", "The recorder may not countersign.", 403),
    "already_signed": Sentence("本方已签字。", "Your party has signed already."),
    "signed_content_differs": Sentence(
        "所签内容与当前内容不一致, 请重新阅读后签字。", "What you signed differs from the present content; read it again."
    ),
    "customer_signature_missing": Sentence("甲方尚未签字。", "The customer has not signed yet."),
}

_PROPOSALS: Mapping[str, Sentence] = {
    "proposal_unknown": Sentence("没有这条考核建议。", "There is no such proposal.", 404),
    "proposal_already_decided": Sentence("该建议已处理。", "The proposal was decided already."),
    "rule_not_proposed": Sentence("该建议未涉及此条款。", "The proposal does not offer that rule.", 422),
    "points_missing": Sentence("请确定分值。", "State the points.", 422),
}

_QUARTERS: Mapping[str, Sentence] = {
    "quarter_not_open": Sentence("该季度尚未开始。", "The quarter has not begun."),
    "quarter_not_ended": Sentence("该季度尚未结束。", "The quarter has not ended."),
    "quarter_not_at_this_stage": Sentence("该季度当前阶段不能进行此操作。", "The quarter is not at the stage for this."),
    "quarter_not_assessed": Sentence("该季度尚未形成考核初步结果。", "The quarter has no initial result yet."),
    "quarter_not_discussed": Sentence("乙方尚未对初步结果表态。", "The contractor has not answered the initial result."),
    "quarter_disputed": Sentence("双方对考核结果尚有异议, 不能出具通知单。", "The result is disputed; Form 4 cannot be issued."),
    "quarter_has_pending_slips": Sentence(
        "该季度尚有未生效的事件记录单, 不能出具通知单。", "Slips of the quarter are still pending; Form 4 cannot be issued."
    ),
    "quarter_has_open_proposals": Sentence(
        "该季度尚有未处理的考核建议, 不能出具通知单。", "Proposals of the quarter are undecided; Form 4 cannot be issued."
    ),
    "assessment_outdated": Sentence(
        "初步结果形成后记录有变化, 请重新初定。", "Slips changed since the assessment; assess again."
    ),
    "no_escalation_agreed": Sentence("按约定不提交分管副主任裁定。", "By agreement a deadlock is not escalated."),
    "rectification_outstanding": Sentence(
        "整改报告尚未提交且未到期限。", "The rectification report is outstanding and not overdue."
    ),
}

_YEAR: Mapping[str, Sentence] = {
    "finding_already_recorded": Sentence("该事项已记录。", "This finding is recorded already."),
    "finding_is_derived": Sentence("绩效评分由季度结果计算, 不能直接录入。", "This item is computed from the quarters.", 422),
    "finding_not_open": Sentence("该事项当前不能如此处理。", "This finding cannot be decided that way now."),
    "recorder_may_not_confirm": Sentence("记录人不能确认自己记录的事项。", "The recorder may not confirm.", 403),
    "term_not_ended": Sentence("服务期限尚未届满。", "The service term has not ended."),
    "year_already_applied": Sentence("已申请年度考核。", "The annual assessment was applied for already."),
    "year_not_applied": Sentence("乙方尚未申请年度考核。", "The annual assessment was not applied for."),
    "quarters_not_closed": Sentence("尚有季度考核未办结。", "Some quarters are not closed."),
    "findings_undecided": Sentence("尚有年度考核事项未确认。", "Some annual findings are undecided."),
    "proposals_undecided": Sentence("尚有年度考核建议未处理。", "Some annual proposals are undecided."),
    "year_already_assessed": Sentence("年度考核结果已确定。", "The annual result is final."),
}

REFUSALS: Mapping[str, Sentence] = {**_SLIPS, **_PROPOSALS, **_QUARTERS, **_YEAR}
