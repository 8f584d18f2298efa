"""Timeline: a row for each provider, time running sideways, over one date or several."""

from __future__ import annotations

from desk.gui.calendar.clock_day import MINUTE
from desk.gui.calendar.edges import Edge, RowHeads
from desk.gui.calendar.framed import FramedView, lines_every
from desk.gui.calendar.grid import RowGrid
from desk.gui.calendar.hours import HourTop
from desk.gui.calendar.painter import Lined

LETTERS_OF_A_STEP = 10
LINES, AIR = 2, 10  # of text in a row, and what is left around them


class RowsView(FramedView):
    """Rows below each other; what overlaps shares the height of its row."""

    least = 24.0

    def make_edges(self) -> tuple[Edge, Edge]:
        return HourTop(self), RowHeads(self)

    def make_grid(self) -> RowGrid | None:
        lanes = self.lanes
        if not lanes:
            return None
        text = self.brushes.text
        scale = LETTERS_OF_A_STEP * text.advance("n") / (self.step / MINUTE)
        height = float(round(LINES * text.height + AIR))
        mirrored = self.isRightToLeft()
        return RowGrid.over(self.days, len(lanes), scale, height, mirrored=mirrored)

    def make_lines(self) -> Lined:
        grid = self.grid
        assert isinstance(grid, RowGrid), "this view makes rows"
        hours: list[float] = []
        steps: list[float] = []
        for track in grid.tracks:
            whole, parts = lines_every(track.axis, self.step)
            hours += [_line(grid, track.before + place) for place in whole]
            steps += [_line(grid, track.before + place) for place in parts]
        if grid.mirrored:
            hours.reverse()
            steps.reverse()
        return Lined(hours, steps, grid.height - 0.5)


def _line(grid: RowGrid, place: float) -> float:
    x = round(place * grid.scale) + 0.5
    return grid.size[0] - x if grid.mirrored else x
