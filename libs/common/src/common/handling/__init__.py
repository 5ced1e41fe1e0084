"""The walk of a command: load the stream, fold it, decide, append."""

from common.handling.handler import Handler
from common.handling.meta import Meta, Outcome
from common.handling.terms import TERMS_STREAM, FoldTerms, TermsOf
from common.handling.transaction import Decision, Transaction

__all__ = ["TERMS_STREAM", "Decision", "FoldTerms", "Handler", "Meta", "Outcome", "TermsOf", "Transaction"]
