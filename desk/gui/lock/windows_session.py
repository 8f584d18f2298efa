"""Hears from Windows that the session was locked. Written by its manual; not tried there yet."""

from __future__ import annotations

import ctypes
from collections.abc import Callable

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication
from PySide6.QtWidgets import QWidget

WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK, FOR_THIS_SESSION = 0x02B1, 0x7, 0


class Message(ctypes.Structure):
    """The beginning of what Windows calls MSG."""

    _fields_ = (
        ("window", ctypes.c_void_p),
        ("number", ctypes.c_uint),
        ("word", ctypes.c_size_t),
        ("long", ctypes.c_ssize_t),
    )


class WindowsSession(QAbstractNativeEventFilter):
    """Calls `locked` when the session of this user is locked."""

    def __init__(self, window: QWidget, locked: Callable[[], None]) -> None:
        super().__init__()
        self._locked = locked
        library = ctypes.CDLL("wtsapi32")
        library.WTSRegisterSessionNotification(ctypes.c_void_p(int(window.winId())), 0)
        app = QCoreApplication.instance()
        assert app is not None, "there is a window"
        app.installNativeEventFilter(self)

    def nativeEventFilter(
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> object:
        found = Message.from_address(int(message))
        if found.number == WM_WTSSESSION_CHANGE and found.word == WTS_SESSION_LOCK:
            self._locked()
        return False, 0
