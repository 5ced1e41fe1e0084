"""Every refusal of inspection, with one Chinese and one English sentence."""

from collections.abc import Mapping

from common.errors import Sentence

REFUSALS: Mapping[str, Sentence] = {
    "check_already_recorded": Sentence("该监控项已有结果。", "This check has a result already."),
    "check_before_its_round": Sentence("该时间早于本次监控的开始时间。", "That time lies before the round's beginning.", 422),
    "check_not_failed": Sentence("该监控项没有不合格结果。", "This check did not fail.", 422),
    "check_not_recorded": Sentence("该监控项尚无结果, 请先登记结果。", "This check has no result yet; record that first.", 422),
    "date_after_the_term": Sentence("该日期晚于服务期限。", "That date lies after the service term.", 422),
    "date_before_the_term": Sentence("该日期早于服务期限。", "That date lies before the service term.", 422),
    "date_in_the_future": Sentence("该时间尚未到来。", "That time has not come yet.", 422),
    "fault_already_found": Sentence("该故障已登记。", "This fault is registered already."),
    "fault_already_reported": Sentence("该故障已上报。", "This fault was reported already."),
    "fault_already_resolved": Sentence("该故障已解决。", "This fault is resolved already."),
    "fault_unknown": Sentence("没有该故障。", "There is no such fault.", 404),
    "frequency_below_contract": Sentence("频次低于合同要求。", "The frequency is lower than the contract's.", 422),
    "inspection_item_unknown": Sentence("合同没有该监控项。", "The contract's table has no such item.", 422),
    "line_unknown": Sentence("本次监控没有该项。", "The round has no such line.", 404),
    "lines_repeated": Sentence("同一监控项和场所重复。", "The same item and place stand twice in the plan.", 422),
    "no_demand_not_allowed": Sentence("该监控项不能填写无需求。", "This item cannot be answered with no demand.", 422),
    "note_required": Sentence("请说明情况或原因。", "A note or reason is required.", 422),
    "photo_not_a_picture": Sentence(
        "照片无法识别, 请使用 JPEG、PNG 或 WebP。", "The photo is no JPEG, PNG or WebP picture.", 422
    ),
    "plan_already_confirmed": Sentence("该监控计划已确认。", "This plan is confirmed already."),
    "plan_already_proposed": Sentence("该监控计划已提交。", "This plan is proposed already."),
    "plan_dates_disordered": Sentence("监控计划的起止日期先后不一致。", "The plan ends before it starts.", 422),
    "plan_empty": Sentence("监控计划没有内容。", "The plan has no lines.", 422),
    "plan_is_over": Sentence("监控计划的期间已过, 不能确认。", "The plan's period has passed; it cannot be confirmed."),
    "plan_unknown": Sentence("没有该监控计划。", "There is no such plan.", 404),
    "round_not_open": Sentence("当日没有经确认的监控计划, 或尚未开始。", "No confirmed plan opened a round for that day.", 404),
    "same_person": Sentence("提交人不能确认自己的计划。", "Who proposed the plan may not confirm it."),
    "times_disordered": Sentence("时间先后不一致。", "The times are not in order.", 422),
    "too_many_photos": Sentence("该监控项的照片已达上限。", "This check has as many photos as it may have."),
}
