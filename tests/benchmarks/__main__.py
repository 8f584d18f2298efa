"""`python -m tests.benchmarks [NAME] [--json]`: measures, and says whether every goal is met.

NAME is the beginning of a name. Exit status 1 if a goal is missed, 2 if there is no such benchmark.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from tests.benchmarks import (
    calendar_views,
    copies,
    importing,
    lists,
    log,
    months,
    network,
    outbox,
    slots,
    start,
    waiting,
)
from tests.benchmarks.registry import BENCHMARKS, Benchmark, Figure, Place

GROUPS = (
    *(log, start, importing, lists, slots, months, calendar_views, waiting, outbox, network),
    copies,
)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench", description="Ratios, each within one run.")
    parser.add_argument("name", nargs="?", default="", help=", ".join(BENCHMARKS))
    parser.add_argument("--json", action="store_true", help="name, ratio, goal and holds")
    options = parser.parse_args(list(arguments))
    chosen = [each for name, each in BENCHMARKS.items() if name.startswith(options.name)]
    if not chosen:
        print(f"There is no benchmark called {options.name}.", file=sys.stderr)
        return 2
    figures = measured(chosen)
    print(as_json(figures) if options.json else as_text(figures))
    return 0 if all(figure.holds for figure in figures) else 1


def measured(chosen: Sequence[Benchmark]) -> list[Figure]:
    """What the benchmarks give, one after the other; says on standard error how far it is."""
    place, figures = Place(), []
    try:
        for each in chosen:
            print(f"{each.name}: {each.says}", file=sys.stderr, flush=True)
            figures += list(each.measure(place))
    finally:
        place.close()
    return figures


def as_json(figures: Sequence[Figure]) -> str:
    return json.dumps([figure.as_json() for figure in figures], indent=1)


def as_text(figures: Sequence[Figure]) -> str:
    """A line for each figure: its name, the ratio, the goal, and whether it holds."""
    width = max(len(figure.name) for figure in figures)
    return "\n".join(
        f"{figure.name:{width}}  {share(figure.ratio):>7}  goal {share(figure.goal):>6}  "
        f"{'holds' if figure.holds else 'MISSED'}  {figure.told}"
        for figure in figures
    )


def share(ratio: float) -> str:
    """A ratio as people read it: "0.74", "1/412"."""
    return f"1/{1 / ratio:.0f}" if 0 < ratio < 0.1 else f"{ratio:.2f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
