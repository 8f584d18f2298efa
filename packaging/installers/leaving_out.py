"""What the frozen program does without, and what PyInstaller would not find by itself.

PyInstaller brings everything that its hooks know. Of Qt, Desk uses widgets, drawing, printing and
SVG pictures on X11, Wayland, Windows and macOS; the rest would be a third of the installer.
"""

from __future__ import annotations

import re

BROUGHT_BY_HAND = [
    "logging.config",
    "uvicorn.lifespan.off",
    "uvicorn.loops.asyncio",
    "uvicorn.protocols.http.h11_impl",
    "keyring.backends.SecretService",
    "psycopg_binary",
]

MODULES = [
    "tkinter",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtOpenGL",
    "PySide6.QtOpenGLWidgets",
    "pytest",
    "_pytest",
    "hypothesis",
    "mypy",
    "pygments",
    "PIL",
    "numpy",
    "setuptools",
    "pkg_resources",
    "distutils",
    "lib2to3",
    "pydoc_data",
    "sqlalchemy.dialects.mysql",
    "sqlalchemy.dialects.oracle",
    "sqlalchemy.dialects.mssql",
    "sqlalchemy.testing",
    "alembic.testing",
]

# What PyInstaller would run before Desk: the one readies processes that Desk never starts, the
# other tells Qt where its files are, which on Linux it finds out by itself.
_HOOKS = {"pyi_rth_multiprocessing": None, "pyi_rth_pyside6": "linux"}

# The languages of Desk's messages, and those that Qt's own few words are translated to.
LANGUAGES = ("de", "en", "es", "fr", "it")

_FILES = re.compile(
    r"libgtk-3|libgdk|libqgtk3|libqeglfs|libqlinuxfb|libqvnc|qminimal\.|libqvkkhr"
    r"|egldeviceintegrations|libQt6Egl|Qt6?Qml|Qt6?Quick|Qt6?OpenGL|Qt6?VirtualKeyboard"
    r"|virtualkeyboard|q(pdf|tiff|tga|wbmp|icns|webp)\.|qmltooling|libqevdev|libqtuio|/generic/"
    r"|libcups\.|opengl32sw|/PySide6/Qt/qml/"
    # What every desktop has, and had better be its own: it is loaded by the system's drivers too,
    # reads the system's settings, and is mended with the system.
    r"|/lib(stdc\+\+|gcc_s|glib-2\.0|gobject-2\.0|gio-2\.0|gmodule-2\.0|gthread-2\.0|dbus-1"
    r"|fontconfig|freetype|X11|X11-xcb|Xau|Xdmcp|systemd|mount|blkid|selinux|pcre2-8|cap"
    r"|gcrypt|gpg-error|lz4|zstd|z|expat|bsd|md|brotlidec|brotlicommon|png16"
    r"|ssl|crypto|gssapi_krb5|krb5|krb5support|k5crypto|com_err|keyutils|sqlite3)\.so"
)
# Wheels that carry symbols. The libraries that auditwheel renamed, and Qt's, are left as they came.
_STRIPPED = re.compile(
    r"/(cryptography|pysqlite3|sqlalchemy|pydantic_core|markupsafe)/.*\.so$|/PySide6/\w+\.abi3\.so$"
)
_TRANSLATION = re.compile(r"PySide6/.*translations/(.*)\.qm$")
_BABEL = re.compile(r"babel/locale-data/([a-z]+)(_\w+)?\.dat$")


def keeps(place: str) -> bool:
    """Whether the file that would lie at `place` in the frozen folder is shipped."""
    path = place.replace("\\", "/")
    if found := _TRANSLATION.search(path):
        return found[1] in {f"qtbase_{language}" for language in LANGUAGES}
    if found := _BABEL.search(path):
        return found[1] in {*LANGUAGES, "root"}
    return _FILES.search(f"/{path}") is None


def runs(script: str, system: str) -> bool:
    """Whether the frozen program on that system, such as `linux`, runs `script` as it starts."""
    return script not in _HOOKS or _HOOKS[script] not in (None, system)


def may_be_stripped(place: str) -> bool:
    """Whether the library at `place` has symbols that only a debugger would read."""
    return _STRIPPED.search(place) is not None
