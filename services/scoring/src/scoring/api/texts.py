"""What people type is kept beside the ledger; commands and events carry its digest."""

from common.web.call import Call


async def kept(call: Call, text: str) -> str:
    """Keeps a text and returns its digest."""
    digest = await call.keep_text(text)
    if digest is None:
        raise AssertionError("a text has a digest")
    return digest
