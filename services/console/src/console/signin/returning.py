"""Where a browser goes after signing in: a path of ours, never another site."""

from urllib.parse import unquote, urlsplit

HOME = "/"
LONGEST = 1000


def safe(wanted: str | None) -> str:
    """The path that was wanted, or the home page for what a browser could take for another site, percent-encoded or not."""
    if not wanted or len(wanted) > LONGEST or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return HOME
    if "\\" in wanted or not wanted.isprintable() or wanted.startswith(("/signin", "/signout")):
        return HOME
    parts = urlsplit(wanted)
    path = unquote(unquote(parts.path))
    return HOME if parts.scheme or parts.netloc or "//" in path or "\\" in path or not path.isprintable() else wanted
