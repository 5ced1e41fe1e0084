"""The facts that other services tell and a rule may be held against, with the words people read."""

from typing import NamedTuple


class Fact(NamedTuple):
    """One kind of observed fact."""

    zh: str
    en: str


FACTS = {
    "attendance-late": Fact("迟到", "Arrived late"),
    "attendance-early-leave": Fact("早退", "Left early"),
    "attendance-absent": Fact("无故离岗", "Absent from post without reason"),
    "handover-missed": Fact("未开展交接班", "Handover not done"),
    "handover-off-time": Fact("交接班时间错误", "Handover at the wrong time"),
    "handover-omitted": Fact("交接班内容存在遗漏", "Handover with omissions"),
    "meeting-incident": Fact("会议保障出现问题", "Something went wrong around a meeting"),
    "roll-call-missed": Fact("未开展技术点名", "Technical roll call not done"),
    "call-missed": Fact("来电未及时接听", "Call not answered in time"),
    "complaint-received": Fact("服务台遭到投诉", "Complaint about the service desk"),
    "urgent-task-completed": Fact("完成紧急保障任务", "Urgent task completed"),
    "check-missed": Fact("设备可用性监控漏检", "Availability check missed"),
    "check-late": Fact("设备可用性监控未按时完成", "Availability check late"),
    "fault-reported-late": Fact("故障未及时登记上报", "Fault registered or reported too late"),
    "round-missed": Fact("未开展设备可用性监控", "Round of availability checks not done"),
    "person-replaced": Fact("更换技术人员", "Technician replaced"),
    "exam-failed": Fact("更换的技术人员未通过上岗考核", "Replacement failed the on-boarding assessment"),
}
