"""A failure becomes a sentence. A stack trace goes to the log, with a reference that the sentence carries."""

import structlog
from nicegui import ui

from common.ids import new_id
from console.remote import Away, Refusal
from console.shell.here import Here
from console.visitor import SessionEnded

log = structlog.get_logger("console.pages")

SIGN_IN = "/signin"


def sentence_of(here: Here, failure: BaseException) -> str:
    """What a person is told about a failure; an unexpected one is logged with the reference that is told."""
    if isinstance(failure, Refusal):
        year = here.say("of_year", year=failure.year) if failure.year else ""
        clause = f"{here.say('clause')} {failure.clause}" if failure.clause else ""
        about = " · ".join(filter(None, (year, clause)))
        return f"{failure.sentence} ({about})" if about else failure.sentence
    if isinstance(failure, Away):
        return here.say("away", service=here.service(failure.service))
    if isinstance(failure, SessionEnded):
        return here.say("session_ended")
    reference = new_id()[-8:]
    log.error("page_failed", reference=reference, page=here.client.page.path, exc_info=failure)
    return here.say("failed", reference=reference)


def tell(here: Here, failure: BaseException) -> None:
    """Shows the sentence on the page; where the session is over, the browser goes to sign in."""
    if here.client.is_deleted:
        return
    if isinstance(failure, SessionEnded):
        here.client.open(SIGN_IN)
        return
    with here.client:
        ui.notify(sentence_of(here, failure), type="warning" if isinstance(failure, Refusal | Away) else "negative")
