"""What the code asks of every pack by name. `tests/clauses` compares these tables with the code itself."""

READINGS_FOLLOWED = frozenset(
    {
        "annual.clamp",
        "annual.quarter_feed",
        "assess.before_inclusive",
        "assess.due",
        "att.absent",
        "att.late_at_10",
        "breach.earliest",
        "calendar.unpublished",
        "count.start_day",
        "deadline.roll",
        "escalation",
        "form2.late",
        "form2.unsigned",
        "handover.scope",
        "handover.tolerance_min",
        "inspect.month",
        "interest.base",
        "interest.days",
        "interest.requires",
        "invoice.late_effect",
        "kpi.header_cap",
        "money.rounding",
        "month.rule",
        "p2.opens",
        "p3.order",
        "p3.requires_acceptance",
        "quarter.base",
        "quarter.by",
        "quarter.deadlock",
        "quarter.scheme",
        "staff.double_hat",
        "staff.rest_window",
        "tail.at_60",
        "tail.tiers",
        "tier.basis",
        "tier.mode",
    }
)
"""Readings some computation branches on: the only ones a pack may call `in_force`."""

READINGS_CITED = frozenset(
    {
        "ld.base",
        "setoff.sources",
        "setoff.when",
    }
)
"""Readings that explanations name though only their default is computed."""

CLOCKS_NEEDED = frozenset(
    {
        "acceptance_application",
        "acceptance_meeting",
        "annual_application",
        "form2",
        "payment2_due",
        "rectification_report",
    }
)
"""Periods that some deadline of the code counts."""
