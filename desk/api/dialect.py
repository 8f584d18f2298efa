"""What a dialect is made of: its operations, who may call them, and how it says no.

An operation is a function from a `Call` and a transaction to an `Answer`. It is carried out in the
same order everywhere: who calls, whether they may, whether the same was asked before, the act
itself, the commit; only then does the answer go out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from desk.api.call import Call
from desk.api.described import Described
from desk.api.wire import Answer, Refused, dumped
from desk.domain.access import Role
from desk.domain.errors import DeskError, KeyUsedOtherwise, Unusable
from desk.domain.setting import Setting
from desk.services import answers
from desk.services.answers import Kept, Question
from desk.store.database import Database, Read, Write

Reading = Callable[[Call, Read], Answer]
Writing = Callable[[Call, Write], Answer]

ALL_SCHEMES = frozenset({"bearer", "token", "x-user-token"})
KEY_HEADER = "idempotency-key"
_LONGEST_KEY = 255
# Answers that say "not now": asked again with the same key, the thing is tried again.
_NOT_KEPT = {409, 429}
USED_OTHERWISE = "This Idempotency-Key was used for another request."


@dataclass(frozen=True)
class Operation:
    """Something that can be asked, by callers who hold a role of `needs`, or by anybody.

    It is answered by `read` or, in a transaction that changes things, by `write`. `quick` ones
    take less than a change of thread would.
    """

    method: str
    path: str
    needs: Role | None
    described: Described
    read: Reading | None = None
    write: Writing | None = None
    quick: bool = False


@dataclass(kw_only=True)
class Dialect:
    """A documented way of speaking to the desk, at the addresses that begin with `prefixes`.

    `schemes` are the forms in which it takes a token, and `challenge` the one it asks for. `spelt`
    says how a refusal looks, `translated` which refusal of the wire one of the services is.
    `closed` ones ask for a token before anything else, even before they say that there is no such
    address. With `any_case` their addresses may be written in capitals as well. Where the house
    chooses so, the setting `opened_by` lets in those without a token as well.
    """

    title: str
    prefixes: tuple[str, ...]
    spelt: Callable[[Refused], Answer]
    translated: Callable[[DeskError], Refused]
    schemes: frozenset[str] = ALL_SCHEMES
    challenge: str = "Bearer"
    closed: bool = True
    any_case: bool = False
    opened_by: Setting[bool] | None = None
    operations: list[Operation] = field(default_factory=list)
    _by_path: dict[re.Pattern[str], dict[str, Operation]] = field(default_factory=dict)

    def reads(
        self,
        path: str,
        described: Described,
        *,
        needs: Role | None,
        quick: bool = False,
        method: str = "GET",
    ) -> Callable[[Reading], Reading]:
        """Let `method` on `path` be answered by the function that follows; HEAD as GET is."""

        def take(act: Reading) -> Reading:
            self._add(Operation(method, path, needs, described, read=act, quick=quick))
            return act

        return take

    def writes(
        self, method: str, path: str, described: Described, *, needs: Role | None
    ) -> Callable[[Writing], Writing]:
        """Let `method` on `path` be answered by the function that follows, in a transaction."""

        def take(act: Writing) -> Writing:
            self._add(Operation(method, path, needs, described, write=act))
            return act

        return take

    def find(self, method: str, path: str) -> tuple[Operation | None, dict[str, str]]:
        """The operation that is asked for, and the parts of the path that it names."""
        operations, parts = self._at(path)
        return operations.get("GET" if method == "HEAD" else method), parts

    def methods(self, path: str) -> list[str]:
        """What can be asked at this address, in the order of the alphabet."""
        found = set(self._at(path)[0])
        return sorted(found | {"HEAD"} if "GET" in found else found)

    def _at(self, path: str) -> tuple[dict[str, Operation], dict[str, str]]:
        """The operations of an address by their methods; one that is written out comes first."""
        matches = (
            (operations, match)
            for known, operations in self._by_path.items()
            if (match := known.fullmatch(path))
        )
        found = min(matches, key=lambda each: len(each[1].groupdict()), default=None)
        return (found[0], found[1].groupdict()) if found else ({}, {})

    def taken_from(self, other: Dialect, *prefixes: str) -> None:
        """Answer as `other` does at addresses that begin so, but for what it answers itself."""
        own = {(each.method, each.path) for each in self.operations}
        for each in other.operations:
            if each.path.startswith(prefixes) and (each.method, each.path) not in own:
                self._add(each)

    def refused(self, error: Refused | DeskError) -> Answer:
        """How this dialect says no."""
        if isinstance(error, DeskError):
            error = self._as_refusal(error)
        answer = self.spelt(error)
        headers = {**answer.headers, **error.headers}
        if error.status == 401:
            headers.setdefault("WWW-Authenticate", self.challenge)
        return Answer(answer.body, answer.status, headers, answer.media)

    def write(self, act: Writing, call: Call, database: Database) -> Answer:
        """Have something done in a transaction, once only for each key of the caller's own."""
        question = _question(call)
        if question is not None:
            return self._written_once(act, call, database, question)
        with database.write(call.caller.name) as tx:
            answer = act(call, tx)
        return answer if answer.then is None else answer.then(database)

    def _written_once(
        self, act: Writing, call: Call, database: Database, question: Question
    ) -> Answer:
        """Answer as before if the same was asked before; keep what is answered now."""
        try:
            with database.write(call.caller.name) as tx:
                if (before := answers.given(tx, question)) is not None:
                    return _again(before)
                answer = act(call, tx)
                answers.keep(tx, question, _kept(answer))
            if answer.then is not None:
                answer = answer.then(database)
                with database.write(call.caller.name) as tx:
                    answers.keep(tx, question, _kept(answer))
            return answer
        except KeyUsedOtherwise as error:
            return self.refused(error)
        except (Refused, DeskError) as error:
            refused = self.refused(error)
        if refused.status < 500 and refused.status not in _NOT_KEPT:
            with database.write(call.caller.name) as tx:
                if answers.given(tx, question) is None:
                    answers.keep(tx, question, _kept(refused))
        return refused

    def _as_refusal(self, error: DeskError) -> Refused:
        """Which refusal of the wire one of the services is."""
        if isinstance(error, Unusable):
            return Refused(
                503, "The desk cannot be reached just now.", headers={"Retry-After": "5"}
            )
        if isinstance(error, KeyUsedOtherwise):
            return Refused(422, USED_OTHERWISE)
        return self.translated(error)

    def _add(self, operation: Operation) -> None:
        self.operations.append(operation)
        known = self._by_path.setdefault(pattern(operation.path, any_case=self.any_case), {})
        known[operation.method] = operation


def pattern(path: str, *, any_case: bool = False) -> re.Pattern[str]:
    """Which addresses the path of an operation stands for, with and without a slash at the end."""
    parts = re.split(r"(\{\w+\})", path.rstrip("/"))
    made = "".join(
        f"(?P<{part[1:-1]}>[^/]+)" if part.startswith("{") else re.escape(part) for part in parts
    )
    return re.compile(f"^{made}/?$", re.IGNORECASE if any_case else 0)


def dialect_of(path: str, dialects: Iterable[Dialect]) -> Dialect | None:
    """The dialect whose address this is, by the longest of the prefixes."""
    found = [
        (len(prefix), dialect)
        for dialect in dialects
        for prefix in dialect.prefixes
        if f"{path.lower() if dialect.any_case else path}/".startswith(prefix)
    ]
    return max(found, key=lambda each: each[0])[1] if found else None


def _question(call: Call) -> Question | None:
    key = call.request.headers.get(KEY_HEADER)
    if key is None:
        return None
    if not 1 <= len(key) <= _LONGEST_KEY:
        raise Refused(400, f"Idempotency-Key must have 1 to {_LONGEST_KEY} characters.")
    url = call.request.url
    # With and without the slash at the end it is the same address.
    asked = dumped([call.request.method, url.path.rstrip("/"), url.query])
    return Question(call.caller.known_as, key, hashlib.sha256(asked + call.raw).hexdigest())


def _kept(answer: Answer) -> Kept:
    return Kept(answer.status, {**answer.headers, "Content-Type": answer.media}, answer.encoded())


def _again(before: Kept) -> Answer:
    headers: dict[str, Any] = dict(before.headers)
    media = headers.pop("Content-Type")
    return Answer(before.body, before.status, headers, media)
