"""Words of the system's pages."""

WORDS = {
    "system.activate": ("启用合同", "Put a contract in force"),
    "system.contract_id_help": (
        "小写字母、数字和连字符, 启用后不再改变",
        "Small letters, digits and hyphens; never changed afterwards",
    ),
    "system.pack_help": (
        "合同包的 JSON 文件, 由 watchbill pack show 生成",
        "The pack's JSON file, as `watchbill pack show` prints it",
    ),
    "system.publish_year": ("录入放假安排", "Enter a year's arrangement"),
    "system.holidays": ("放假日期", "Holidays"),
    "system.holidays_help": (
        "每行一段: 首日 末日 名称, 如 2027-10-01 2027-10-07 国庆节",
        "One stretch a line: first day, last day, name, as in 2027-10-01 2027-10-07 国庆节",
    ),
    "system.makeup": ("调休上班日", "Makeup working days"),
    "system.makeup_help": ("每行一天", "One day a line"),
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
