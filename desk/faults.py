"""What may be written down of a fault: where in the program it is, and never whom it is about.

The message of an exception and the values of variables are left out, because names of people stand
in those; so is where on the disk anything lies, because that names the user.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator
from pathlib import PurePath

_FILE = re.compile(r'File "([^"]*)"')


def places(error: BaseException) -> str:
    """The kind of an exception and the places it came by, and those of what led to it."""
    return "\n\n".join("\n".join(_lines(each)) for each in _chain(error))


def of_interpreter(text: str) -> str:
    """What the interpreter said when it died."""
    return _FILE.sub(lambda found: f'File "{_inside(found[1])}"', text)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)


def _lines(error: BaseException) -> Iterator[str]:
    yield f"{type(error).__module__}.{type(error).__qualname__}"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {_inside(frame.filename)}:{frame.lineno} in {frame.name}"


def _inside(filename: str) -> str:
    """The file's name from its package on."""
    parts = PurePath(filename).parts
    for root in ("site-packages", "desk"):
        if root in parts:
            at = len(parts) - 1 - parts[::-1].index(root)
            return "/".join(parts[at + (root == "site-packages") :])
    return parts[-1] if parts else filename
