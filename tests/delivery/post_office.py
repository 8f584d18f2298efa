"""A mail server on this computer that takes, refuses and loses mails as a test wants it to."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HOST = "localhost"
USER, PASSWORD = "desk", "open sesame"


@dataclass(frozen=True)
class Taken:
    """A mail that the server has taken: from and to whom its envelope says, and what it says."""

    sender: str
    recipient: str
    raw: bytes
    line: object  # the other end of the connection it came by

    @cached_property
    def mail(self) -> EmailMessage:
        found = message_from_bytes(self.raw, policy=policy.default)
        assert isinstance(found, EmailMessage)
        return found

    @property
    def words(self) -> str:
        """What a person reads."""
        part = self.mail.get_body(("plain",))
        assert part is not None
        text: str = part.get_content()
        return text.replace("\r\n", "\n")


@dataclass(kw_only=True)
class PostOffice:
    """What the server is like, and what it has taken."""

    security: str = "none"
    context: ssl.SSLContext | None = None
    with_login: bool = False
    host: str = HOST
    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)  # to recipients that are not taken
    speaking: list[SMTP] = field(default_factory=list)  # one to each connection there has been
    gate: Callable[[], Any] | None = None  # awaited before a mail is taken
    cuts_before_the_answer: bool = False
    taken: list[Taken] = field(default_factory=list)
    close: Callable[[], None] = lambda: None
    _news: threading.Condition = field(default_factory=threading.Condition)

    def wait_for(self, number: int) -> None:
        """Return when so many mails have been taken."""
        with self._news:
            assert self._news.wait_for(lambda: len(self.taken) >= number, 60)

    async def handle_RCPT(
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.with_login and not session.authenticated:
            return "530 log in first"
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.gate is not None:
            await self.gate()
        raw = envelope.content
        assert isinstance(raw, bytes)
        [recipient] = envelope.rcpt_tos
        taken = Taken(str(envelope.mail_from), recipient, raw, session.peer)
        with self._news:
            self.taken.append(taken)
            self._news.notify_all()
        if self.cuts_before_the_answer:
            _cut(server)
        return "250 taken"

    def made(self) -> SMTP:
        """What speaks to one connection."""
        tls = self.context if self.security == "starttls" else None
        made = SMTP(
            self,
            hostname="post.example",
            enable_SMTPUTF8=True,
            tls_context=tls,
            require_starttls=tls is not None,
            authenticator=_knows if self.with_login else None,
            auth_require_tls=tls is not None,
        )
        self.speaking.append(made)
        return made


@contextmanager
def open_office(office: PostOffice) -> Iterator[PostOffice]:
    """The server while it answers, on a thread of its own; it keeps its port if it has one."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="post office")
    thread.start()
    server = asyncio.run_coroutine_threadsafe(_opened(office), loop).result(10)

    def close() -> None:
        asyncio.run_coroutine_threadsafe(_closed(server, office), loop).result(10)

    office.close = close
    try:
        yield office
    finally:
        close()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _opened(office: PostOffice) -> asyncio.Server:
    context = office.context if office.security == "tls" else None
    server = await asyncio.get_running_loop().create_server(
        office.made, "127.0.0.1", office.port, ssl=context
    )
    office.port = server.sockets[0].getsockname()[1]
    return server


async def _closed(server: asyncio.Server, office: PostOffice) -> None:
    """Answer nobody any more, and cut every connection there is."""
    server.close()
    for each in office.speaking:
        _cut(each)
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def _cut(speaking: SMTP) -> None:
    if isinstance(speaking.transport, asyncio.Transport):
        speaking.transport.abort()


def _knows(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any
) -> AuthResult:
    assert isinstance(data, LoginPassword)
    known = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=known, handled=False)
