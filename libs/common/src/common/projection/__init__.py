"""Views: what the events of a ledger, or of another service's lane, add up to."""

from common.projection.view import Fold, View, key_text

__all__ = ["Fold", "View", "key_text"]
