"""The words people see for the codes of scoring: code -> (Chinese, English)."""

from scoring.domain.facts import FACTS

FACT = {code: (fact.zh, fact.en) for code, fact in FACTS.items()}
PROPOSAL_STATE = {"open": ("待处理", "open"), "accepted": ("已采纳", "accepted"), "dismissed": ("不予追究", "dismissed")}
PROPOSAL_KIND = {"slip": ("事件记录单", "slip"), "finding": ("年度考核事项", "annual finding")}
SIGN = {"-1": ("扣分", "deduction"), "1": ("加分", "bonus")}
SLIP_STATE = {"pending": ("待会签", "pending"), "in_effect": ("已生效", "in effect"), "withdrawn": ("已撤回", "withdrawn")}
STANCE = {
    "none": ("未表态", "none yet"),
    "concurred": ("无异议", "concurred"),
    "dissented": ("有异议", "dissented"),
    "decided": ("异议已裁定", "decided"),
}
STATEMENT = {
    "comment": ("意见", "comment"),
    "concur": ("同意", "concurrence"),
    "dissent": ("异议", "dissent"),
    "decide": ("裁定", "decision"),
    "uphold": ("维持", "upheld"),
    "withdraw": ("撤回", "withdrawal"),
}
PARTY = {"customer": ("甲方", "customer"), "contractor": ("乙方", "contractor")}
STAGE = {
    "unopened": ("未开始", "not begun"),
    "open": ("进行中", "running"),
    "applied": ("已申请", "applied for"),
    "assessed": ("已初定", "initially assessed"),
    "objected": ("讨论中, 有异议", "discussed, disputed"),
    "escalated": ("已提交分管副主任", "escalated"),
    "agreed": ("无异议", "agreed"),
    "noticed": ("已出具通知单, 整改中", "notice issued"),
    "rectified": ("已提交整改报告", "rectified"),
    "closed": ("已办结", "closed"),
}
STEP = {
    "apply": ("申请", "applied"),
    "assess": ("初定", "assessed"),
    "object": ("提出异议", "objected"),
    "agree": ("无异议", "agreed"),
    "escalate": ("提交裁定", "escalated"),
    "resolve": ("裁定", "resolved"),
    "notice": ("出具通知单", "notice issued"),
    "rectify": ("提交整改报告", "rectification reported"),
    "close": ("办结", "closed"),
}
FINDING_STATE = {
    "recorded": ("待确认", "to be confirmed"),
    "confirmed": ("已确认", "confirmed"),
    "rejected": ("未采纳", "rejected"),
}
YEAR_STATE = {"open": ("未申请", "not applied for"), "applied": ("已申请", "applied for"), "final": ("已审定", "final")}
UNIT = {
    "person": ("每人", "per person"),
    "occurrence": ("每次", "per occurrence"),
    "place": ("每处", "per place"),
    "occurrence_or_place": ("每次/处", "per occurrence or place"),
    "discovery": ("每次发现", "per discovery"),
    "not_stated": ("未注明", "not stated"),
    "quarter": ("每季度", "per quarter"),
}
