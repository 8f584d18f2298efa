"""Files that Desk writes: there whole under their name, or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from desk.store.backup import settle
from desk.store.trouble import refusal


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A name to write under; what is there at the end takes the place of `path`.

    Whatever the system refuses is raised as a kind of `Unusable`, and `path` is then as it was.
    """
    rough = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        yield rough
        settle(rough)
        rough.replace(path)
    except OSError as error:
        raise refusal(error, str(path)) or error from error
    finally:
        with suppress(OSError):
            rough.unlink(missing_ok=True)
