"""What people see instead of billing's codes: Chinese and English."""

from collections.abc import Mapping

Labels = Mapping[str, tuple[str, str]]

PAYMENT_STATUS: Labels = {
    "locked": ("条件未满足", "locked"),
    "eligible": ("可申请", "may be applied for"),
    "applied": ("已申请", "applied for"),
    "invoice_wait": ("待合格发票", "waits for a proper invoice"),
    "payable": ("可支付", "payable"),
    "part_paid_shortfall": ("资金不足, 已部分支付", "partly paid, funds are short"),
    "overdue": ("逾期", "overdue"),
    "paid": ("已付清", "paid"),
}

BREACH_STATE: Labels = {
    "proposed": ("已提出", "proposed"),
    "notified": ("已通知", "notified"),
    "cured": ("已改正", "cured"),
    "uncured": ("逾期未改正", "not cured in time"),
    "confirmed": ("违约金已确认", "damages confirmed"),
    "settled": ("已抵扣", "set off"),
    "waived": ("已放弃", "waived"),
}

BOND_STATE: Labels = {
    "required": ("待提交", "required"),
    "late": ("逾期未提交", "late"),
    "held": ("已持有", "held"),
    "refund_due": ("待退还", "to be refunded"),
    "closed": ("已了结", "closed"),
}

SETTLEMENT_STATE: Labels = {
    "preview": ("试算, 未定案", "preview, binds nobody"),
    "proposed": ("已提出", "proposed"),
    "confirmed": ("已确认", "confirmed"),
}
