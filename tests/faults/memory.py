"""What another process takes up."""

from __future__ import annotations

import os
from pathlib import Path


def resident(pid: int) -> int:
    """Kilobytes of memory of a process."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024
