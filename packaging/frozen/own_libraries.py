"""Run before the frozen program: its own libraries are for itself and not for what it starts.

The browser or the reader of PDF files that Desk opens belongs to the system, and so do its
libraries. The loader has read the variable by now; only children would still see it.
"""

import os

original = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
if original is not None:
    os.environ["LD_LIBRARY_PATH"] = original
else:
    os.environ.pop("LD_LIBRARY_PATH", None)

# A Desk that Desk starts finds its own way, instead of taking itself for a part of this process.
os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
