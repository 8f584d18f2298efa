"""A certificate of the server's own making, for TLS on a network without an authority.

Other machines know it by its fingerprint. It is made once and then used until it ends.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
import socket
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LASTS = dt.timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class Certificate:
    """Where the certificate and its key lie; `ends` is the last moment it is good for."""

    file: Path
    key: Path
    fingerprint: str
    ends: dt.datetime


def own(folder: Path, now: dt.datetime) -> Certificate:
    """The one in this folder, made if there is none yet or the old one has ended."""
    file, key = folder / "server.crt", folder / "server.key"
    if file.exists() and key.exists() and (found := look_at(file, key)).ends > now:
        return found
    folder.mkdir(parents=True, exist_ok=True)
    _make(file, key, now)
    return look_at(file, key)


def look_at(file: Path, key: Path) -> Certificate:
    """What a certificate says of itself; ValueError where the file holds none."""
    found = x509.load_pem_x509_certificate(file.read_bytes())
    digest = found.fingerprint(hashes.SHA256()).hex().upper()
    pairs = ":".join(digest[at : at + 2] for at in range(0, len(digest), 2))
    return Certificate(file, key, pairs, found.not_valid_after_utc)


def _make(file: Path, key: Path, now: dt.datetime) -> None:
    secret = ec.generate_private_key(ec.SECP256R1())
    host = socket.gethostname()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host[:64])])
    addresses = [x509.IPAddress(ipaddress.ip_address(each)) for each in ("127.0.0.1", "::1")]
    names = [x509.DNSName(each) for each in dict.fromkeys((host, "localhost"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + LASTS)
        .add_extension(x509.SubjectAlternativeName([*names, *addresses]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(secret, hashes.SHA256())
    )
    plain = secret.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    _write(key, plain, 0o600)
    _write(file, made.public_bytes(serialization.Encoding.PEM), 0o644)


def _write(path: Path, content: bytes, mode: int) -> None:
    """All of it or nothing, and readable for nobody else even for a moment."""
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
    beside.replace(path)
