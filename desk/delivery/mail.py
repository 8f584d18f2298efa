"""Handing mails to a mail server, several over one connection.

What the server answers decides what becomes of a mail: refused for good, to be tried again, or
gone. Between its last line and the answer to it nobody can know whether it has gone.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.policy import SMTPUTF8

from desk.delivery.faults import Later, Rejected, Undelivered, Unreachable, words
from desk.delivery.letter import Letter

TIMEOUT = 20.0  # seconds for each step
_DONE, _CLOSING = 2, 421


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A mail server and how it is spoken to; `security` is `starttls`, `tls` or `none`.

    `cafile` has the certificates of those who vouch for it, where that is not public.
    """

    host: str
    port: int
    security: str = "starttls"
    user: str | None = None
    password: str | None = None
    cafile: str | None = None


class _Gone(Unreachable):
    """The server is no longer there, and has heard nothing of the mail."""


class Mail:
    """The way to a mail server; it is made when it is first needed, and anew when it is cut."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._line: smtplib.SMTP | None = None

    def send(self, letter: Letter) -> None:
        """Hand a mail over; raises a kind of `Undelivered` unless the server has taken it."""
        if self._line is not None:
            try:
                self._speak(self._line, letter)
                return
            except _Gone:
                self._cut()  # Servers cut a connection on which nothing was said for a while.
        self._line = self._connected()
        self._speak(self._line, letter)

    def close(self) -> None:
        """Take leave of the server."""
        if self._line is not None:
            with suppress(smtplib.SMTPException, OSError):  # It may have gone before.
                self._line.quit()
            self._cut()

    @property
    def _name(self) -> str:
        return f"the mail server {self._server.host}"

    def _speak(self, line: smtplib.SMTP, letter: Letter) -> None:
        """Hand a mail over on this connection, which is kept if it can be used again."""
        try:
            self._hand_over(line, letter)
        except _Gone:
            raise
        except Unreachable:
            self._cut()
            raise
        except Undelivered:
            self._begin_anew(line)
            raise
        except (smtplib.SMTPException, OSError) as error:
            self._cut()
            raise Unreachable(f"{self._name} has cut the connection: {_words(error)}") from error

    def _begin_anew(self, line: smtplib.SMTP) -> None:
        """Let the server forget the mail that has not been taken."""
        try:
            line.rset()
        except (smtplib.SMTPException, OSError):
            self._cut()

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        try:
            line = self._dialled()
        except (smtplib.SMTPException, OSError) as error:
            raise Unreachable(f"{self._name} cannot be reached: {_words(error)}") from error
        try:
            line.ehlo_or_helo_if_needed()
            if server.security == "starttls":
                line.starttls(context=_context(server))
                line.ehlo()
            if server.user is not None:
                line.login(server.user, server.password or "")
        except smtplib.SMTPAuthenticationError as error:
            line.close()
            raise Unreachable(f"{self._name} does not let {server.user} in: {_words(error)}") from (
                error
            )
        except (smtplib.SMTPException, OSError) as error:
            line.close()
            raise Unreachable(f"{self._name} cannot be used: {_words(error)}") from error
        return line

    def _dialled(self) -> smtplib.SMTP:
        server = self._server
        # Asking the network for this computer's full name can take longer than all the rest.
        name = socket.gethostname()
        own = name if "." in name and name.isascii() else "[127.0.0.1]"
        if server.security == "tls":
            return smtplib.SMTP_SSL(
                server.host,
                server.port,
                local_hostname=own,
                timeout=TIMEOUT,
                context=_context(server),
            )
        return smtplib.SMTP(server.host, server.port, local_hostname=own, timeout=TIMEOUT)

    def _hand_over(self, line: smtplib.SMTP, letter: Letter) -> None:
        policy, options = letter.content.policy, []
        if not letter.recipient.isascii() or not letter.sender.isascii():
            if not line.has_extn("smtputf8"):
                raise Rejected(f"{self._name} cannot send to an address with such letters")
            policy, options = SMTPUTF8, ["SMTPUTF8", "BODY=8BITMIME"]
        content = letter.content.as_bytes(policy=policy)
        try:
            code, answer = line.mail(letter.sender, options)
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            raise _Gone(f"{self._name} has cut the connection: {_words(error)}") from error
        if code == _CLOSING:
            raise _Gone(f"{self._name} is closing: {_said(code, answer)}")
        if code // 100 != _DONE:
            raise Unreachable(
                f"{self._name} takes nothing from {letter.sender}: {_said(code, answer)}"
            )
        code, answer = line.rcpt(letter.recipient)
        self._require(code, answer, f"{self._name} refuses {letter.recipient}")
        self._require(*self._data(line, content), f"{self._name} refuses the message")

    def _data(self, line: smtplib.SMTP, content: bytes) -> tuple[int, bytes]:
        """Say all of a mail, and what the server answers."""
        try:
            return line.data(content)
        except smtplib.SMTPDataError as error:
            answer = error.smtp_error
            return error.smtp_code, answer.encode() if isinstance(answer, str) else answer
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            raise Unreachable(
                f"{self._name} has not said whether it took the message: {error}", perhaps=True
            ) from error

    def _require(self, code: int, answer: bytes, what: str) -> None:
        if code == _CLOSING:
            raise Unreachable(f"{self._name} is closing: {_said(code, answer)}")
        match code // 100:
            case 2:
                return
            case 5:
                raise Rejected(f"{what}: {_said(code, answer)}")
            case _:
                raise Later(f"{what} for now: {_said(code, answer)}")

    def _cut(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None


def _context(server: Server) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=server.cafile)


def _said(code: int, answer: bytes) -> str:
    said = " ".join(answer.decode("utf-8", "replace").split())
    return f"{code} {said}".strip()


def _words(error: Exception) -> str:
    """What went wrong, in the server's words where it had any."""
    if not isinstance(error, smtplib.SMTPResponseException):
        return words(error)
    answer = error.smtp_error
    return _said(error.smtp_code, answer if isinstance(answer, bytes) else str(answer).encode())
