"""Everything that is not this machine, as the browser sees it: a proxy that notes what is asked for and lets nothing pass."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import StreamRequestHandler, ThreadingTCPServer

HERE = "127.0.0.1"
OF_CHROMIUM = re.compile(r"[./](googleapis|google|gvt1)\.com[:/]")
"""What Chromium asks for itself: which of a form's fields it might fill in, whether there is a newer one.

Where a page asks for these, `People.elsewhere` has it, which hears of pages only.
"""


class Outside:
    """Pages, their workers, their sockets and the browser itself come here for every address but 127.0.0.1."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        asked = self.asked

        class Noted(StreamRequestHandler):
            def handle(self) -> None:
                wanted = self.rfile.readline().decode(errors="replace").strip()
                if wanted and not OF_CHROMIUM.search(wanted):  # connections are opened in advance, and closed unused
                    asked.append(wanted)
                self.wfile.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

        self._server = ThreadingTCPServer((HERE, 0), Noted)
        self._server.daemon_threads = True  # a connection that asks for nothing is not waited for
        self.proxy = f"http://{HERE}:{self._server.server_address[1]}"

    @classmethod
    @contextmanager
    def watched(cls) -> Iterator["Outside"]:
        """One that listens until the end of the block."""
        made = cls()
        thread = threading.Thread(target=made._server.serve_forever, name="outside", daemon=True)
        thread.start()
        try:
            yield made
        finally:
            made._server.shutdown()
            made._server.server_close()
            thread.join()
