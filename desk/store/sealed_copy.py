"""Copies that nobody can read who does not know their password.

A key is drawn from the password and from a salt of the copy's own by Argon2id. The copy goes
through AES-256-GCM a chunk at a time, as in the STREAM construction: the nonce of a chunk is its
number and whether it is the last, and the beginning of the file belongs to each, so that whatever
is left out, repeated, moved or cut off shows. Each copy has its own salt and thus its own key, so
no nonce is ever used twice with one key. The number in the mark stands for all of this.
"""

from __future__ import annotations

import hmac
import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from desk.domain.errors import NotADatabase, PasswordNeeded, WrongPassword
from desk.store import backup
from desk.store.trouble import known

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_MARK = b"Desk sealed copy 1\n"
_SALT_BYTES = 16
_CHECK_BYTES = 16
_KEY_BYTES = 32
_HEADER_BYTES = len(_MARK) + _SALT_BYTES + _CHECK_BYTES
_CHUNK_BYTES = 1 << 20
_TAG_BYTES = 16
_NUMBER_BYTES = 11
_MEMORY_KIB, _PASSES, _LANES = 64 * 1024, 3, 4


@dataclass(frozen=True, slots=True)
class _Lock:
    """What the password of one copy makes: `header` begins the file, and shows the right one."""

    header: bytes
    cipher: AESGCM

    def close(self, chunk: bytes, number: int, *, last: bool) -> bytes:
        return self.cipher.encrypt(_nonce(number, last=last), chunk, self.header)

    def open(self, chunk: bytes, number: int, *, last: bool) -> bytes:
        return self.cipher.decrypt(_nonce(number, last=last), chunk, self.header)


def is_one(path: Path) -> bool:
    """Whether the file says of itself that it is a sealed copy."""
    if not path.is_file():
        return False
    with known(path), path.open("rb") as file:
        return file.read(len(_MARK)) == _MARK


def seal(plain: Path, to: Path, password: str) -> None:
    """Write what `plain` holds into `to` so that only the password opens it.

    It is opened again and compared before it gets its name, replacing one of that name.
    """
    rough = to.with_name(f"{to.name}.part")
    with known(to):
        try:
            with backup.settling(rough):
                written = _write(plain, rough, _lock(password, os.urandom(_SALT_BYTES)))
            backup.settle(rough)
            read = sha256()
            for chunk in _opened(rough, password):
                read.update(chunk)
            if read.digest() != written:
                raise NotADatabase(str(to), "it does not hold what was written")
            rough.replace(to)
        finally:
            rough.unlink(missing_ok=True)
        backup.settle(to.parent)


def unseal(sealed: Path, to: Path, password: str | None) -> None:
    """Write what a sealed copy holds into a new file; `WrongPassword` if it is not its own."""
    with known(sealed), to.open("xb") as target:
        for chunk in _opened(sealed, password):
            target.write(chunk)


def _write(plain: Path, to: Path, lock: _Lock) -> bytes:
    """The digest of what was sealed."""
    digest = sha256()
    with plain.open("rb") as source, to.open("wb") as target:
        target.write(lock.header)
        for number, (chunk, last) in enumerate(_chunks(source, _CHUNK_BYTES)):
            digest.update(chunk)
            target.write(lock.close(chunk, number, last=last))
    return digest.digest()


def _opened(sealed: Path, password: str | None) -> Iterator[bytes]:
    """The chunks that were sealed; `NotADatabase` as soon as one is not what it was."""
    from cryptography.exceptions import InvalidTag

    if not password:
        raise PasswordNeeded(str(sealed))
    with sealed.open("rb") as file:
        header = file.read(_HEADER_BYTES)
        if len(header) < _HEADER_BYTES or not header.startswith(_MARK):
            raise NotADatabase(str(sealed), "its beginning is damaged")
        lock = _lock(password, header[len(_MARK) :][:_SALT_BYTES])
        if not hmac.compare_digest(lock.header, header):
            raise WrongPassword(str(sealed))
        try:
            for number, (chunk, last) in enumerate(_chunks(file, _CHUNK_BYTES + _TAG_BYTES)):
                yield lock.open(chunk, number, last=last)
        except InvalidTag as error:
            raise NotADatabase(str(sealed), "it is not what was sealed") from error


def _chunks(file: BinaryIO, size: int) -> Iterator[tuple[bytes, bool]]:
    """What is left of the file, in pieces of that size; with each, whether it is the last."""
    chunk = file.read(size)
    while True:
        following = file.read(size)
        yield chunk, not following
        if not following:
            return
        chunk = following


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(_NUMBER_BYTES, "big") + bytes([last])


def _lock(password: str, salt: bytes) -> _Lock:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    kdf = Argon2id(
        salt=salt,
        length=_KEY_BYTES + _CHECK_BYTES,
        iterations=_PASSES,
        lanes=_LANES,
        memory_cost=_MEMORY_KIB,
    )
    # The same letters are spelled in two ways on different systems.
    drawn = kdf.derive(unicodedata.normalize("NFC", password).encode())
    key, check = drawn[:_KEY_BYTES], drawn[_KEY_BYTES:]
    return _Lock(_MARK + salt + check, AESGCM(key))
