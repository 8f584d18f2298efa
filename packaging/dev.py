#!/usr/bin/env python3
"""The two commands of the README, and three more, from a bare machine onwards:

python3 packaging/dev.py run [ARGUMENTS OF DESK]     start Desk from this checkout
python3 packaging/dev.py test [ARGUMENTS OF PYTEST]  run the tests, without a screen
python3 packaging/dev.py bench [NAME] [--json]       run the benchmarks
python3 packaging/dev.py shots FOLDER                take a picture of every page and dialog
python3 packaging/dev.py doctor                      say what is here and what is missing

Nothing but Python's standard library is imported in this folder, save by shots.py, which the
environment's Python runs. This file stays readable to every Python 3.6 and later, so that an old
one gets as far as being told that it is too old.
"""

import sys

OLDEST = (3, 11)

if sys.version_info[:2] < OLDEST:
    wanted, found = (".".join(map(str, version[:3])) for version in (OLDEST, sys.version_info))
    sys.exit(
        f"Desk needs Python {wanted} or newer and this is {found}. Try python{wanted} instead."
    )

from commands import main  # noqa: E402 - it would not parse before the line above has passed

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], usage=__doc__))
