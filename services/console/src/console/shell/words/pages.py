"""Titles of pages and panels, and the words of their buttons."""

WORDS = {
    "home": ("待办", "Waiting"),
    "wall": ("值守总览", "Watch wall"),
    "audit.ledger": ("事件账", "Ledger"),
    "audit.verify": ("核验", "Verify"),
    "audit.event": ("事件", "Event"),
    "audit.follow": ("追踪一事", "Follow a fact"),
    "audit.followed": ("因此事而起的全部记录", "Everything that belongs to it"),
    "audit.payload": ("内容", "Content"),
    "audit.chain": ("哈希链", "Hash chain"),
    "audit.witnesses": ("他方见证", "Witnessed by others"),
    "audit.sound": ("完好: {events} 条事件逐条重算, 哈希一致", "Sound: {events} events recomputed, every hash agrees"),
    "audit.unsound": ("有误, 第 {seq} 条起不一致: {what}", "Not sound from event {seq} on: {what}"),
    "audit.again": ("重新核验", "Verify again"),
    "audit.witnessed": ("他方见证 {count} 处一致, 账内签字 {signed} 处", "{count} witnessed heads agree, {signed} signatures"),
    "audit.about": (
        "每个服务各有一条哈希链; 其他服务各自记住所见的链头, 核验时一并比对。",
        "Each service has a chain of its own; the others keep the heads they saw, and those are compared too.",
    ),
    "audit.none": ("此合同在该服务没有记录", "This service has no record of the contract"),
    "system.contracts": ("合同", "Contracts"),
    "system.readings": ("解读", "Readings"),
    "system.calendars": ("放假安排", "Calendars"),
    "system.parked": ("搁置事项", "Parked"),
    "system.services": ("服务状态", "Services"),
    "system.accounts": ("账号", "Accounts"),
}
