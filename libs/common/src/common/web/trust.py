"""Which authorities a process of ours trusts when it asks an https address."""

import ssl
from functools import cache

import httpx


@cache
def trusted() -> ssl.SSLContext:
    """What every HTTP client of a process is given as `verify`: the machine's choice (SSL_CERT_FILE), or httpx's own list.

    Read once: to load the list takes longer than to answer a dozen requests.
    """
    return httpx.create_ssl_context()
