"""Every request on its way: to the dialect whose address it has, past the door, and back.

Whatever is asked below the address of a dialect is answered in that dialect, also that there is no
such thing. What takes long is done on threads of its own; a quick look is cheaper where it is.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import chain
from time import perf_counter

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from desk.api.access import Allowance, Caller, Callers
from desk.api.call import Call, body_of
from desk.api.dialect import Dialect, Operation, dialect_of
from desk.api.wire import Answer, Refused
from desk.domain.access import Role
from desk.domain.errors import DeskError
from desk.services import site
from desk.store.database import Database, Read

_BODILESS = {"GET", "HEAD", "OPTIONS"}
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Served:
    """A request that was answered, for whoever watches; `took` is in milliseconds."""

    method: str
    path: str
    status: int
    caller: str
    address: str
    took: float


class Dispatch:
    """The application below the guard: all dialects on one database."""

    def __init__(
        self,
        database: Database,
        dialects: Sequence[Dialect],
        nowhere: Dialect,
        callers: Callers,
        served: Callable[[Served], None],
    ) -> None:
        self._database = database
        self._dialects = dialects
        self._nowhere = nowhere
        self._served = served
        self.callers = callers
        self._allowance = Allowance()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = perf_counter()
        request = Request(scope, receive)
        try:
            answer, caller = await self._answered(request)
        except ClientDisconnect:
            return
        try:
            await response(answer)(scope, receive, send)
        finally:
            if isinstance(answer.body, _Telling):
                # Whoever hangs up in the midst of it must not keep a connection of the database.
                await run_in_threadpool(answer.body.until.close)
        self.tell(request, answer.status, caller, began)

    def tell(self, request: Request, status: int, caller: Caller, began: float) -> None:
        """Let whoever watches know of a request that was answered."""
        self._served(
            Served(
                method=request.method,
                path=request.scope["path"],
                status=status,
                caller=caller.name,
                address=caller.address,
                took=(perf_counter() - began) * 1000,
            )
        )

    async def _answered(self, request: Request) -> tuple[Answer, Caller]:
        dialect = dialect_of(request.scope["path"], self._dialects) or self._nowhere
        operation, parts = dialect.find(request.method, request.scope["path"])
        request.scope["path_params"] = parts
        try:
            raw = b"" if request.method in _BODILESS else await body_of(request)
        except Refused as error:
            return dialect.refused(error), Caller(None, address_of(request))
        if operation is not None and operation.quick:
            return self._answer(dialect, operation, request, raw)
        return await run_in_threadpool(self._answer, dialect, operation, request, raw)

    def identify(self, request: Request, dialect: Dialect, needs: Role | None) -> Caller:
        """Who calls, if they may (server contract, "Who may call what"); else refused."""
        with self._database.read() as tx:
            return self._let_in(tx, request, dialect, needs)

    def _answer(
        self, dialect: Dialect, operation: Operation | None, request: Request, raw: bytes
    ) -> tuple[Answer, Caller]:
        """Let in and answer; a look is one with finding out who calls, a change is its own."""
        caller = Caller(None, address_of(request))
        try:
            with ExitStack() as stack:
                tx = stack.enter_context(self._database.read())
                needs = Role.READONLY if operation is None and dialect.closed else None
                needs = operation.needs if operation else needs
                caller = self._let_in(tx, request, dialect, needs)
                if operation is None:
                    raise _unknown(dialect, request)
                call = Call(request=request, caller=caller, allowance=self._allowance, raw=raw)
                if operation.read is not None:
                    return _looked(operation.read(call, tx), stack), caller
            assert operation.write is not None
            if operation.described.body is None and raw:
                call.require_json()  # The others look at what they are sent in their own order.
            return dialect.write(operation.write, call, self._database), caller
        except (Refused, DeskError) as error:
            return dialect.refused(error), caller
        except Exception:
            _log.exception("%s %s failed", request.method, dialect.title)
            return dialect.refused(Refused(500)), caller

    def _let_in(self, tx: Read, request: Request, dialect: Dialect, needs: Role | None) -> Caller:
        caller = self.callers.identify(tx, request.headers, address_of(request), dialect.schemes)
        if caller.token is None:
            limit = site.setting(tx, site.FAILURE_LIMIT)
            if seconds := self.callers.failures.wait(caller.address, limit):
                raise Refused(429, headers={"Retry-After": str(seconds)})
        if needs is None or caller.may(needs):
            return caller
        if caller.token is not None:
            raise Refused(403)
        if dialect.opened_by is not None and site.setting(tx, dialect.opened_by):
            return caller
        self.callers.failures.count(caller.address)
        raise Refused(401)


def _looked(answer: Answer, stack: ExitStack) -> Answer:
    """The answer; where it is told piece by piece, the look lasts until all has been told.

    The first piece is waited for: what goes wrong until then can still be said.
    """
    if not answer.streams:
        return answer
    parts = iter(answer.body)
    whole = chain([next(parts, b"")], parts)
    return replace(answer, body=_Telling(whole, stack.pop_all()))


@dataclass(frozen=True, slots=True)
class _Telling:
    """An answer piece by piece, and the look that lasts until all has been told."""

    parts: Iterator[bytes]
    until: ExitStack

    def __iter__(self) -> Iterator[bytes]:
        return self.parts


def address_of(request: Request) -> str:
    """Where a request comes from."""
    return request.client.host if request.client else ""


def response(answer: Answer) -> Response:
    """The answer in the framework's words."""
    if answer.streams:
        return StreamingResponse(answer.body, answer.status, answer.headers, answer.media)
    made = Response(answer.encoded(), answer.status, answer.headers, answer.media)
    if answer.status == 204:
        del made.headers["content-type"]
    return made


def _unknown(dialect: Dialect, request: Request) -> Refused:
    """There is no such address, or it cannot be asked so."""
    methods = dialect.methods(request.scope["path"])
    if not methods:
        return Refused(404)
    return Refused(405, headers={"Allow": ", ".join(methods)})
