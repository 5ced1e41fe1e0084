"""Every refusal that terms and their lookups give. Services merge it into their own table."""

from collections.abc import Mapping

from common.errors import Sentence

TERMS_REFUSALS: Mapping[str, Sentence] = {
    "contract_not_activated": Sentence("合同尚未生效。", "The contract is not in force yet.", 409),
    "terms_already_activated": Sentence("合同已按另一份合同包生效。", "The contract is already in force on another pack.", 409),
    "pack_invalid": Sentence("合同包有误。", "The contract pack has a defect.", 422),
    "pack_too_large": Sentence("合同包过大。", "The contract pack is too large.", 422),
    "reading_unknown": Sentence("没有这项解释选项。", "There is no such reading.", 404),
    "reading_option_unknown": Sentence("该解释没有这个选项。", "The reading has no such option.", 422),
    "reading_not_in_force": Sentence(
        "该解释目前只作记录, 不能选择默认以外的选项。",
        "This reading is recorded only; no other option than its default can be chosen.",
        409,
    ),
    "calendar_year_outside_term": Sentence("该年度与合同期限无关。", "That year does not touch the contract's term.", 422),
    "calendar_empty": Sentence("放假安排没有任何日期。", "The arrangement names no day.", 422),
    "calendar_day_outside_year": Sentence("日期不属于该年度或没有类型。", "A day lies outside the year or has no kind.", 422),
    "calendar_makeup_on_weekday": Sentence("调休上班日应为周末。", "A makeup working day lies on a weekend.", 422),
    "rate_out_of_range": Sentence("利率应大于0且不超过100。", "The rate must be above 0 and at most 100 percent.", 422),
    "rate_after_signing": Sentence(
        "应使用合同签订时的利率, 发布日期不能晚于签订日。",
        "The rate at signing applies; it cannot be published after signing.",
        422,
    ),
    "outside_term": Sentence("日期不在合同服务期限内。", "The date is outside the service term.", 422),
    "quarter_unknown": Sentence("没有这个季度。", "There is no such quarter.", 404),
    "payment_unknown": Sentence("没有这一笔支付款。", "There is no such payment.", 404),
    "breach_unknown": Sentence("没有这类违约。", "There is no such kind of breach.", 404),
    "inspection_item_unknown": Sentence("没有这项检查内容。", "There is no such inspection item.", 404),
    "rule_unknown": Sentence("没有这条考核标准。", "There is no such standard.", 404),
    "annual_rule_unknown": Sentence("没有这项年度考核事项。", "There is no such annual item.", 404),
}
