"""Where Desk starts, whether as `desk` or as `python -m desk`.

Nothing heavy is imported before it is known what is wanted: the window must be on the screen before
a database library would even be loaded, and a command needs no screen at all.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says; the exit status (0 done, 1 refused or failed, 2 wrong use)."""
    from desk.commands import dispatch

    return dispatch.run(sys.argv[1:] if argv is None else argv)


if __name__ == "__main__":
    sys.exit(main())
