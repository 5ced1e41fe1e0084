"""Every refusal of billing, with one Chinese and one English sentence."""

from collections.abc import Mapping

from common.errors import Sentence

REFUSALS: Mapping[str, Sentence] = {
    "acceptance_already_applied": Sentence("验收已申请或已合格。", "Acceptance was applied for already, or has passed."),
    "acceptance_failed_twice": Sentence("二次验收仍不合格, 不能再次申请。", "Acceptance failed twice; there is no third round."),
    "acceptance_not_applied": Sentence("尚未收到验收申请。", "There is no application for acceptance to decide on."),
    "already_settled": Sentence("结算已确认, 只能另行更正。", "The settlement is confirmed; correct it by a counter-entry."),
    "bond_already_lodged": Sentence("履约保证金已提交。", "The performance bond is lodged already."),
    "bond_amount_differs": Sentence("履约保证金金额与合同不符。", "The bond's amount is not the contract's.", 422),
    "bond_exhausted": Sentence("履约保证金余额不足。", "The bond does not hold that much."),
    "bond_refund_differs": Sentence("退还金额与应退金额不符。", "The refund is not the amount owed.", 422),
    "bond_refund_not_due": Sentence("验收合格并结算后方可退还履约保证金。", "The bond goes back after acceptance and settling."),
    "breach_unknown": Sentence("合同中没有这类违约。", "The contract knows no such breach.", 404),
    "breach_without_figure": Sentence("合同未约定该类违约的违约金数额。", "The contract gives no figure for this breach.", 422),
    "breach_not_notified": Sentence("违约通知尚未送达。", "The contractor has not received a notice of this breach."),
    "breach_not_open": Sentence("该违约事项不在可办理状态。", "This breach is not open for that."),
    "calendar_provisional": Sentence(
        "该年度放假安排尚未公布, 不能据此定案。", "The calendar of that year is not published; nothing can be frozen on it."
    ),
    "cure_period_over": Sentence("改正期限已过。", "The cure period is over."),
    "damages_not_confirmed": Sentence("违约金尚未确认。", "These damages are not confirmed."),
    "date_before_the_term": Sentence("日期早于合同服务期。", "The date lies before the contract's term.", 422),
    "date_in_the_future": Sentence("日期不能晚于今天。", "The date lies in the future.", 422),
    "funds_record_missing": Sentence("缺少资金批复记录, 不能计算利息。", "Interest needs a record of the funds."),
    "interest_not_due": Sentence("没有逾期付款。", "Nothing was paid late."),
    "invoice_already_received": Sentence("已有待审核或已通过的发票。", "An invoice waits for review or was accepted already."),
    "no_invoice_to_review": Sentence("没有待审核的发票。", "There is no invoice to review."),
    "payment_already_applied": Sentence("该笔付款已申请。", "This payment was applied for already."),
    "payment_already_made": Sentence("该笔款项已付清。", "This payment has been made in full."),
    "payment_amount_differs": Sentence("付款金额与应付金额不符。", "The amount is not what is to be paid.", 422),
    "payment_guard_unmet": Sentence("付款条件尚未满足。", "A condition of this payment is not met."),
    "payment_needs_no_application": Sentence("该笔付款无需申请。", "This payment needs no application."),
    "payment_not_open": Sentence("尚未到可申请付款的日期。", "This payment cannot be applied for yet."),
    "payment_unknown": Sentence("合同中没有这笔付款。", "The contract has no such payment.", 404),
    "proposer_may_not_confirm": Sentence("提出人不能自行确认。", "Who proposed it may not confirm it.", 403),
    "rate_missing": Sentence("尚未录入签约时一年期LPR。", "The loan prime rate at signing has not been set."),
    "settlement_not_proposed": Sentence("尚未提出结算。", "No settlement has been proposed."),
    "settlement_outdated": Sentence("结算数据已变化, 请重新提出。", "The figures changed since the proposal; propose again."),
    "term_not_ended": Sentence("服务期尚未届满。", "The service term has not ended."),
    "year_not_assessed": Sentence("年度考核结果尚未确定。", "The year has not been assessed."),
}
