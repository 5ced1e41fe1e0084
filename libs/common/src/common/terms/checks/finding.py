"""One defect of a pack."""

from dataclasses import dataclass

from common.errors import Sentence

Path = tuple[str | int, ...]

SENTENCES = {
    "duplicate_code": Sentence("编号重复", "this code is used twice"),
    "clause_unknown": Sentence("引用的条款不存在", "no such clause in clauses.yaml"),
    "reference_unknown": Sentence("引用的内容不存在", "nothing of this name in the pack"),
    "percent_sum": Sentence("各笔支付比例之和不是100%", "the payments' percentages do not add up to 100"),
    "amount_sum": Sentence("各笔支付金额之和不等于总价", "the payments do not add up to the total"),
    "amount_percent": Sentence("金额与比例不符", "the amount is not this percentage of the total"),
    "tail_payment": Sentence("应有且仅有一笔尾款", "exactly one payment is the tail"),
    "band_gap": Sentence("分档之间有空档", "a gap between bands"),
    "band_overlap": Sentence("分档重叠", "bands overlap"),
    "band_open_end": Sentence("分档没有覆盖全部分数", "the bands do not cover every score"),
    "band_order": Sentence("分数高反而比例低", "a higher band pays less than a lower one"),
    "headcount_sum": Sentence("各岗位人数之和不等于总人数", "the posts' head counts do not add up"),
    "minimum_over_headcount": Sentence("最低人数超过岗位人数", "more people required than the post has"),
    "window_complement": Sentence("时段互补关系有误", "the complement is of a window that has no single stretch"),
    "window_hours": Sentence("选项不是时段", "an option of this reading is not hours like 09:00-18:00"),
    "points_outside_header": Sentence("分值超出考核指标区间", "points outside the indicator's range"),
    "values_outside_points": Sentence("固定分值超出区间", "a value outside the rule's points"),
    "tier_rule": Sentence("分档没有对应的年度考核事项", "no derived annual rule of this code"),
    "tier_points": Sentence("分档分值与年度考核事项不符", "points differ from the annual rule's"),
    "tier_sign": Sentence("减分应为负，加分应为正", "a deduction is negative, a bonus positive"),
    "option_unknown": Sentence("没有这个选项", "the reading has no such option"),
    "reading_not_in_force": Sentence("只作记录的解释不能选择其他选项", "a recorded-only reading keeps its default"),
    "reading_missing": Sentence("缺少程序需要的解释", "the software needs a reading of this name"),
    "reading_not_followed": Sentence("程序并未使用该解释", "the software does not compute with this reading: recorded_only"),
    "clock_missing": Sentence("缺少程序需要的期限", "the software needs a clock of this name"),
    "makeup_on_weekday": Sentence("调休上班日应为周末", "a makeup working day lies on a weekend"),
}
"""Each code in both languages."""


@dataclass(frozen=True)
class Finding:
    """Where in the pack (keys and indexes from its root), a stable code, and what it is about."""

    path: Path
    code: str
    subject: str
