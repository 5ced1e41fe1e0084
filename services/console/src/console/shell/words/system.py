"""Words of the system's pages."""

WORDS = {
    "system.retry": ("重试", "Retry"),
    "system.dismiss": ("不再执行", "Dismiss"),
    "system.lanes": ("事件通道", "Lanes"),
    "system.docs": ("接口文档", "API"),
    "system.events": ("事件文档", "Events"),
    "system.health.ok": ("正常", "fine"),
    "system.health.attention": ("需要关注", "needs attention"),
    "system.counts": ("搁置 {parked}, 停止 {stopped}", "{parked} parked, {stopped} stopped"),
    "system.lane.ok": ("已跟上", "caught up"),
    "system.lane.waiting": ("追赶中", "behind"),
    "system.lane.stopped": ("已停止", "stopped"),
    "system.next_due": ("下一个定时", "Next timer"),
    "system.open_only": ("待处理", "Waiting"),
    "system.choose": ("选定", "Choose"),
    "system.reading.recorded_only": ("仅记录", "recorded only"),
    "system.reading.in_force": ("已生效", "in force"),
    "system.year.official": ("已公布", "published"),
    "system.year.projected": ("推算", "projected"),
}
