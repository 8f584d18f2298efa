"""A disk that keeps only what it was told to keep, as it may be found when the power comes back.

What is written into a file, and which names there are in a folder, is there for good once the file
or the folder was synchronised. Until then it waits, and at a failure of power may be there or not.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

SECTOR = 512  # bytes that a disk writes as a whole
_INDEX = "-shm"  # of a log: SQLite makes it anew, and never asks for it to be kept


@dataclass(eq=False, slots=True)
class File:
    """What the disk has for good, and what waits to be."""

    lasting: bytearray = field(default_factory=bytearray)
    waiting: dict[Change, None] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class Folder:
    """The same of a list of names; `now` is how programs see it."""

    lasting: dict[str, Node] = field(default_factory=dict)
    waiting: dict[Change, None] = field(default_factory=dict)
    now: dict[str, Node] = field(default_factory=dict)


Node = File | Folder


@dataclass(eq=False, slots=True, kw_only=True)
class Change:
    """Something that was done, and is `over` when the program was told so."""

    number: int
    over: bool = False

    def apply(self, to: Lasting) -> None:
        raise NotImplementedError

    def parts(self) -> list[Change]:
        """What of it is found or lost by itself."""
        return [self]


@dataclass(eq=False, slots=True, kw_only=True)
class Written(Change):
    """Data in a file."""

    file: File
    offset: int
    data: bytes

    def apply(self, to: Lasting) -> None:
        _write(to.file(self.file), self.offset, self.data)

    def parts(self) -> list[Change]:
        first = SECTOR - self.offset % SECTOR
        begins = [0, *range(first, len(self.data), SECTOR)]
        return [
            Written(
                number=self.number,
                file=self.file,
                offset=self.offset + begin,
                data=self.data[begin:end],
            )
            for begin, end in zip(begins, [*begins[1:], len(self.data)], strict=True)
        ]


@dataclass(eq=False, slots=True, kw_only=True)
class Sized(Change):
    """A file that ends there, or does not end before, where it is to be `longer`."""

    file: File
    size: int
    longer: bool

    def apply(self, to: Lasting) -> None:
        held = to.file(self.file)
        if not self.longer:
            del held[self.size :]
        held.extend(bytes(max(self.size - len(held), 0)))


@dataclass(eq=False, slots=True, kw_only=True)
class Named(Change):
    """Names that are given, or taken away, all at once."""

    names: list[tuple[Folder, str, Node | None]]

    def apply(self, to: Lasting) -> None:
        for folder, name, node in self.names:
            _name(to.folder(folder), name, node)


class Lasting:
    """What the disk has for good, to be changed."""

    def file(self, file: File) -> bytearray:
        return file.lasting

    def folder(self, folder: Folder) -> dict[str, Node]:
        return folder.lasting


class Found(Lasting):
    """The same for one time that the power is back; what the disk has for good stays as it is."""

    def __init__(self) -> None:
        self._files: dict[File, bytearray] = {}
        self._folders: dict[Folder, dict[str, Node]] = {}

    def file(self, file: File) -> bytearray:
        if file not in self._files:
            self._files[file] = bytearray(file.lasting)
        return self._files[file]

    def folder(self, folder: Folder) -> dict[str, Node]:
        if folder not in self._folders:
            self._folders[folder] = dict(folder.lasting)
        return self._folders[folder]

    def contents(self, folder: Folder, path: str = "") -> Iterator[tuple[str, bytes]]:
        """Every file in the folder and below, with its path."""
        for name, node in self._folders.get(folder, folder.lasting).items():
            if isinstance(node, Folder):
                yield from self.contents(node, f"{path}{name}/")
            elif not name.endswith(_INDEX):
                yield f"{path}{name}", bytes(self._files.get(node, node.lasting))


def durable(contents: dict[str, bytes]) -> dict[str, bytes]:
    """Those of the files that a disk is asked to keep."""
    return {path: held for path, held in contents.items() if not path.endswith(_INDEX)}


class Disk:
    """The disk below one folder, which has these `contents` for good."""

    def __init__(self, contents: dict[str, bytes]) -> None:
        self.root = Folder()
        self._touched: set[Node] = set()
        self._count = 0
        for path, held in contents.items():
            *above, name = path.split("/")
            folder = self.root
            for each in above:
                known = folder.now.setdefault(each, Folder())
                assert isinstance(known, Folder)
                folder.lasting[each] = known
                folder = known
            folder.lasting[name] = folder.now[name] = File(bytearray(held))

    def write(self, file: File, offset: int, data: bytes) -> Change:
        change = Written(number=self._next(), file=file, offset=offset, data=data)
        return self._wait(file, change)

    def size(self, file: File, size: int, *, longer: bool) -> Change:
        change = Sized(number=self._next(), file=file, size=size, longer=longer)
        return self._wait(file, change)

    def name(self, folder: Folder, *names: tuple[Folder, str, Node | None]) -> Change:
        """Give and take names; it lasts when `folder` is synchronised."""
        for place, name, node in names:
            _name(place.now, name, node)
        return self._wait(folder, Named(number=self._next(), names=list(names)))

    def keep(self, node: Node, changes: list[Change]) -> None:
        """Keep those of the changes of a file or a folder for good that still wait."""
        for change in changes:
            if change in node.waiting:
                change.apply(Lasting())
                del node.waiting[change]

    def held(self, file: File) -> bytes:
        """What a program reads in the file."""
        found = Found()
        for change in file.waiting:
            change.apply(found)
        return bytes(found.file(file))

    def contents(self) -> dict[str, bytes]:
        """Every file as programs see it, by its path."""
        return self._found(self._waiting())

    def strict(self, dice: random.Random) -> dict[str, bytes]:
        """The same after a failure of power.

        Each thing that waits is found, or lost, or found in part, whatever becomes of others.
        """
        luck, found = dice.random(), []
        for change in self._waiting():
            if dice.random() < 0.25:
                found += [part for part in change.parts() if dice.random() < luck]
            elif dice.random() < luck:
                found.append(change)
        return self._found(found)

    def ordered(self, dice: random.Random) -> dict[str, bytes]:
        """The same after a failure of power.

        What waits is found in its order up to some point, the last of it in part.
        """
        waiting = self._waiting()
        found = waiting[: dice.randint(0, len(waiting))]
        if found:
            found[-1:] = [part for part in found[-1].parts() if dice.random() < 0.5]
        return self._found(found)

    def _found(self, changes: list[Change]) -> dict[str, bytes]:
        found = Found()
        for change in changes:
            change.apply(found)
        return dict(found.contents(self.root))

    def _waiting(self) -> list[Change]:
        waiting = [change for node in self._touched for change in node.waiting]
        return sorted(waiting, key=lambda change: change.number)

    def _wait(self, node: Node, change: Change) -> Change:
        node.waiting[change] = None
        self._touched.add(node)
        return change

    def _next(self) -> int:
        self._count += 1
        return self._count


def _write(held: bytearray, offset: int, data: bytes) -> None:
    held.extend(bytes(max(offset - len(held), 0)))
    held[offset : offset + len(data)] = data


def _name(names: dict[str, Node], name: str, node: Node | None) -> None:
    if node is None:
        names.pop(name, None)
    else:
        names[name] = node
