"""A folder for an instance that lives only for a while."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def passing_folder(what: str) -> Iterator[Path]:
    """A folder named after what it is for, gone afterwards; the servers' own user may pass through it."""
    with tempfile.TemporaryDirectory(prefix=f"watchbill-{what}-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        folder.chmod(0o711)
        yield folder
