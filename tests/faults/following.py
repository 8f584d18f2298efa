"""Carrying over to a disk that loses things what a recorded program did to its files."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from tests.faults.lossy_disk import Change, Disk, File, Folder, Node
from tests.faults.recording import Call, Step

_HERE = b"AT_FDCWD"
_ITSELF = "."  # the name by which a folder is opened
Place = tuple[Folder, str]


@dataclass(eq=False, slots=True)
class Handle:
    """Something that the program has open, and how far it has come in it."""

    node: Node
    name: str
    position: int = 0


class Follower:
    """Follows the steps of a recording on `disk`, which stands for the folder `path`.

    It does not hear when something is to be kept whose name ends in `deaf_to`.
    """

    def __init__(self, disk: Disk, path: Path, *, deaf_to: str) -> None:
        self.disk = disk
        self._path = os.fsencode(path) + b"/"
        self._deaf_to = deaf_to
        self._handles: dict[bytes, Handle] = {}
        self._begun: dict[Call, Change] = {}
        self._covered: dict[Call, tuple[Node, list[Change]]] = {}

    def take(self, step: Step) -> bool:
        """Carry one step over; whether it has to do with what is in the folder."""
        call = step.call
        if call.failed:
            return False
        match call.name:
            case "close":
                # Another thread may be given its number before this is over.
                return not step.over and self._handles.pop(call.given[0], None) is not None
            case "openat":
                return step.over and self._open(call)
            case "fsync" | "fdatasync":
                return self._keep(call) if step.over else self._sync(call)
            case _:
                return self._end(call) if step.over else self._begin(call)

    def _open(self, call: Call) -> bool:
        place = self._place(call)
        if place is None:
            return False
        folder, name = place
        node: Node | None = folder if name == _ITSELF else folder.now.get(name)
        if node is None:
            node = File()
            self.disk.name(folder, (folder, name, node)).over = True
        elif b"O_TRUNC" in call.given[2] and isinstance(node, File):
            self.disk.size(node, 0, longer=False).over = True
        position = 0
        if b"O_APPEND" in call.given[2] and isinstance(node, File):
            position = len(self.disk.held(node))
        self._handles[str(call.result).encode()] = Handle(node, name, position)
        return True

    def _sync(self, call: Call) -> bool:
        handle = self._handles.get(call.given[0])
        if handle is None or handle.name.endswith(self._deaf_to):
            return False
        covered = []
        for change in handle.node.waiting:
            # What is still being written now may come too late.
            if not change.over:
                break
            covered.append(change)
        self._covered[call] = (handle.node, covered)
        return True

    def _keep(self, call: Call) -> bool:
        covered = self._covered.pop(call, None)
        if covered is None:
            return False
        self.disk.keep(*covered)
        return True

    def _begin(self, call: Call) -> bool:
        change = self._changed_file(call) or self._changed_names(call)
        if change is None:
            return False
        self._begun[call] = change
        return True

    def _end(self, call: Call) -> bool:
        change = self._begun.pop(call, None)
        if change is not None:
            change.over = True
        return change is not None

    def _changed_file(self, call: Call) -> Change | None:
        handle = self._handles.get(call.given[0])
        if handle is None or not isinstance(handle.node, File):
            return None
        match call.name:
            case "write" | "sendfile":
                data = self._data(call)
                handle.position += len(data)
                return self.disk.write(handle.node, handle.position - len(data), data)
            case "pwrite64":
                return self.disk.write(handle.node, call.number(3), call.given[1][: call.result])
            case "ftruncate":
                return self.disk.size(handle.node, call.number(1), longer=False)
            case "fallocate":
                size = call.number(2) + call.number(3)
                return self.disk.size(handle.node, size, longer=True)
            case _:
                return None

    def _data(self, call: Call) -> bytes:
        """What is written at the place to which the program has come."""
        if call.name == "write":
            return call.given[1][: call.result]
        source = self._handles[call.given[1]].node
        assert isinstance(source, File)
        begin, length = call.number(2), call.result or 0
        return self.disk.held(source)[begin : begin + length]

    def _changed_names(self, call: Call) -> Change | None:
        place = self._place(call)
        if place is None:
            return None
        folder, name = place
        match call.name.removesuffix("2").removesuffix("at"):
            case "mkdir":
                return self.disk.name(folder, (folder, name, Folder()))
            case "unlink" | "rmdir":
                return self.disk.name(folder, (folder, name, None))
            case "rename" | "link" as how:
                to = self._place(call, second=True)
                assert to is not None, f"{name} leaves the folder"
                target, anew = to
                given = (target, anew, folder.now[name])
                taken = [(folder, name, None)] if how == "rename" else []
                return self.disk.name(target, *taken, given)
            case _:
                return None

    def _place(self, call: Call, *, second: bool = False) -> Place | None:
        """The folder and the name in it of which the call speaks; none where it is another's."""
        if call.name.removesuffix("2").endswith("at"):
            start, path = call.given[2:4] if second else call.given[:2]
        else:
            start, path = _HERE, call.given[1 if second else 0]
        if (path + b"/").startswith(self._path):
            folder = self.disk.root
            path = path[len(self._path) :]
        elif not path.startswith(b"/") and start in self._handles:
            opened = self._handles[start].node
            assert isinstance(opened, Folder)
            folder = opened
        else:
            return None
        *above, name = [os.fsdecode(each) for each in path.split(b"/") if each] or [_ITSELF]
        for each in above:
            found = folder.now.get(each)
            if not isinstance(found, Folder):
                return None
            folder = found
        if isinstance(found := folder.now.get(name), Folder) and call.name == "openat":
            return found, _ITSELF
        return folder, name
