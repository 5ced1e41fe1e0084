"""What a sound pack holds, in a few lines."""

from collections import Counter
from collections.abc import Iterator

from common.terms.accepting import LARGEST_PACK
from common.terms.pack import Pack
from watchbill.words import Say


def counts(pack: Pack, size: int) -> Iterator[Say]:
    """One line per part; the readings that are recorded only are named."""
    facts, scoring = pack.contract, pack.scoring
    rules = sum(len(indicator.rules) for indicator in scoring.indicators)
    items = Counter(item.frequency for item in pack.inspection.items)
    years = Counter(year.status for year in pack.calendars)
    recorded = [reading.name for reading in pack.readings if reading.status == "recorded_only"]
    recorded.sort()
    yield Say(f"{facts.id} {facts.zh}", f"{facts.id} {facts.en}")
    yield Say(f"期限 {facts.term.starts} 至 {facts.term.ends}", f"term {facts.term.starts} to {facts.term.ends}")
    yield Say(
        f"条款 {len(pack.clauses)}，期限规则 {len(pack.clocks)}，违约 {len(pack.breaches)}，付款 {len(pack.money.payments)}",
        f"{len(pack.clauses)} clauses, {len(pack.clocks)} clocks, {len(pack.breaches)} breaches, "
        f"{len(pack.money.payments)} payments",
    )
    yield Say(
        f"岗位 {len(pack.staffing.posts)}，人员 {pack.staffing.headcount}，最低人数 {len(pack.staffing.requirements)} 条",
        f"{len(pack.staffing.posts)} posts, {pack.staffing.headcount} people, {len(pack.staffing.requirements)} requirements",
    )
    yield Say(
        f"巡检 {items.total()} 项（每日 {items['daily']}，每月 {items['monthly']}）",
        f"{items.total()} inspection items ({items['daily']} daily, {items['monthly']} monthly)",
    )
    yield Say(
        f"季度标准 {rules}，年度事项 {len(scoring.annual_rules)}，分档 {len(scoring.tiers)}",
        f"{rules} quarterly rules, {len(scoring.annual_rules)} annual rules, {len(scoring.tiers)} tiers",
    )
    yield Say(
        f"日历 {years.total()} 年（已公布 {years['published']}，推算 {years['projected']}）",
        f"{years.total()} calendar years ({years['published']} published, {years['projected']} projected)",
    )
    yield Say(
        f"解释 {len(pack.readings)} 项，其中只作记录 {len(recorded)} 项：{'、'.join(recorded) or '无'}",
        f"{len(pack.readings)} readings, {len(recorded)} of them recorded only: {', '.join(recorded) or 'none'}",
    )
    yield Say(f"作为事件 {size} 字节（上限 {LARGEST_PACK}）", f"{size} bytes as an event (at most {LARGEST_PACK})")
