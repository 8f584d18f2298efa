"""The address of this machine in the local network."""

from __future__ import annotations

import socket

SOMEWHERE = ("192.0.2.1", 9)  # an address of documents: nobody has it, and nothing is sent there


def address() -> str:
    """The address that other machines see, or the machine's name where it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            # This sends nothing; the system only chooses the way, and with it the address.
            asking.connect(SOMEWHERE)
        except OSError:
            return socket.gethostname()
        found: str = asking.getsockname()[0]
        return found
