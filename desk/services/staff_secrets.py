"""PINs and passwords of those who work at the desk; only a hash of one is kept.

Hashing takes part of a second on purpose, so that guessing takes years: it has no place in a
transaction, nor on the screen's thread.
"""

from __future__ import annotations

import os
import unicodedata

from desk.domain import staff

# Argon2id (RFC 9106, second recommended choice): 64 MiB, three passes.
_MEMORY = 64 * 1024  # KiB
_PASSES = 3
_LANES = 4
_SALT_BYTES, _HASH_BYTES = 16, 32


def chosen(name: str, secret: str) -> str:
    """What to keep of a secret that somebody has chosen; refused when it is easily guessed."""
    staff.require_secret(name, secret)
    return hashed(secret)


def hashed(secret: str) -> str:
    """What to keep of a secret: a line that also says how it was made."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    maker = Argon2id(
        salt=os.urandom(_SALT_BYTES),
        length=_HASH_BYTES,
        iterations=_PASSES,
        lanes=_LANES,
        memory_cost=_MEMORY,
    )
    return maker.derive_phc_encoded(_bytes(secret))


def matches(secret: str, hash: str) -> bool:
    """Whether `hash` was made from this secret."""
    from cryptography.exceptions import InvalidKey
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    try:
        Argon2id.verify_phc_encoded(_bytes(secret), hash)
    except InvalidKey:
        return False
    return True


def _bytes(secret: str) -> bytes:
    # Keyboards spell one letter in several ways.
    return unicodedata.normalize("NFC", secret).encode("utf-8", "surrogatepass")
