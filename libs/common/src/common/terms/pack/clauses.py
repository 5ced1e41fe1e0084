"""The register of clauses: every address that a rule of the pack may cite."""

from pydantic import Field

from common.terms.pack.entry import Entry, Words


class Clause(Entry):
    """One addressable piece of the text. `line` counts in the contract's text file; `zh` is a short paraphrase."""

    at: Words
    line: int = Field(ge=1)
    zh: Words
    en: Words
