"""The event record slip (事件记录单, Form 2): one finding on one clause, decided and signed by people."""

from scoring.domain.slip.commands import (
    CommentOnSlip,
    ConcurWithSlip,
    CounterSlip,
    DecideSlip,
    DissentFromSlip,
    RecordSlip,
    SignSlip,
    SlipCommand,
    UpholdSlip,
    WithdrawSlip,
)
from scoring.domain.slip.content import SlipContent, content_hash
from scoring.domain.slip.decisions import SLIP
from scoring.domain.slip.events import (
    EVENTS,
    SlipCommented,
    SlipConcurred,
    SlipDecided,
    SlipDissented,
    SlipEvent,
    SlipRecorded,
    SlipSigned,
    SlipTookEffect,
    SlipUpheld,
    SlipWithdrawn,
)

__all__ = [
    "EVENTS",
    "SLIP",
    "CommentOnSlip",
    "ConcurWithSlip",
    "CounterSlip",
    "DecideSlip",
    "DissentFromSlip",
    "RecordSlip",
    "SignSlip",
    "SlipCommand",
    "SlipCommented",
    "SlipConcurred",
    "SlipContent",
    "SlipDecided",
    "SlipDissented",
    "SlipEvent",
    "SlipRecorded",
    "SlipSigned",
    "SlipTookEffect",
    "SlipUpheld",
    "SlipWithdrawn",
    "UpholdSlip",
    "WithdrawSlip",
    "content_hash",
]
