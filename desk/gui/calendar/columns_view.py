"""Day and week: a column for each provider and date, time running down."""

from __future__ import annotations

from desk.gui.calendar.clock_day import MINUTE, Axis
from desk.gui.calendar.edges import ColumnHeads, Edge
from desk.gui.calendar.framed import FramedView, lines_every
from desk.gui.calendar.grid import ColumnGrid
from desk.gui.calendar.hours import HourSide
from desk.gui.calendar.painter import Lined

AIR = 7  # logical pixels of a step besides a line of text
LEAST_LETTERS, MOST_LETTERS = 15, 64  # that a column is wide


class ColumnsView(FramedView):
    """Columns side by side; where there is no room for all of them they scroll."""

    def make_edges(self) -> tuple[Edge, Edge]:
        return ColumnHeads(self), HourSide(self)

    def make_grid(self) -> ColumnGrid | None:
        lanes = self.lanes
        if not lanes:
            return None
        text = self.brushes.text
        by_start = {day.span.start: day for day in self.days}
        dates = tuple(by_start[lane.span.start] for lane in lanes)
        letter = text.advance("n")
        shared = self.viewport().width() / len(lanes)
        # Whole pixels, so that what is kept of a column can be copied to where it belongs.
        width = float(int(min(max(shared, LEAST_LETTERS * letter), MOST_LETTERS * letter)))
        scale = (text.height + AIR) / (self.step / MINUTE)
        return ColumnGrid(Axis.over(self.days), dates, scale, width, self.isRightToLeft())

    def make_lines(self) -> Lined:
        grid = self.grid
        assert isinstance(grid, ColumnGrid), "this view makes columns"
        hours, steps = (
            [round(place * grid.scale) + 0.5 for place in places]
            for places in lines_every(grid.axis, self.step)
        )
        return Lined(hours, steps, 0.5 if grid.mirrored else grid.width - 0.5)
