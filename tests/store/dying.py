"""What processes have in common that are killed at a moment of their work."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

from sqlalchemy import Engine, event


def in_a_child(act: Callable[[], object]) -> int:
    """Do it in a process of its own; gives how that ended."""
    child = os.fork()
    if child == 0:
        act()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def dying(moments: int) -> Callable[..., None]:
    """To be called at each moment; at the last of so many this process is killed."""
    left = moments

    def pass_by(*_facts: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    return pass_by


def die_at_statement(engine: Engine | type[Engine], moment: int) -> None:
    """Be killed at the `moment`: that is when a statement begins or ends, or at a commit."""
    pass_by = dying(moment)
    for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(engine, name, pass_by)
