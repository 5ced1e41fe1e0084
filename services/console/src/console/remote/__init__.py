"""The five services, asked as the signed-in person: every page's only way to them."""

from console.remote.failures import Away, Refusal
from console.remote.peers import Peers
from console.remote.remote import Pass, Rows, Shown
from console.remote.remote import Remote as Remote

__all__ = ["Away", "Pass", "Peers", "Refusal", "Remote", "Rows", "Shown"]
