"""The emergency list and the register as pages: how many, and that nothing lies over another."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from desk.gui.printing import paper
from desk.gui.printing.emergency_list import EmergencyList, EmergencyPages, Group, Row
from desk.gui.printing.paper import Pages
from desk.gui.printing.register import Register, RegisterPages

A4 = QSizeF(595, 842)
BOTTOM = A4.height() - 36


def row(name: str = "Ada Lind", companions: str = "", *, safe: bool = False) -> Row:
    return Row(
        name=name,
        companions=companions,
        people="2",
        host="Grace Okafor",
        place="4D",
        since="14:05",
        safe=safe,
    )


def listed(*groups: Group, drill: bool = False) -> EmergencyList:
    return EmergencyList(
        site="Main entrance",
        made="as of 14:10",
        people="37 people inside",
        parties="Parties: 16",
        safe="safe: 3, missing: 34",
        drill=drill,
        groups=groups,
    )


def picture(pages: Pages, number: int = 0) -> QImage:
    image = QImage(A4.toSize(), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    pages.paint(painter, number)
    painter.end()
    return image


def ink(image: QImage, top: int, bottom: int) -> int:
    """How many dark dots there are between two heights."""
    return sum(
        QColor(image.pixel(x, y)).lightness() < 128
        for y in range(top, bottom)
        for x in range(0, image.width(), 3)
    )


@pytest.mark.usefixtures("qapp")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(
    st.lists(
        st.builds(
            Group,
            heading=st.sampled_from(["", "Flat 1A"]),
            rows=st.lists(
                st.builds(
                    row,
                    st.sampled_from(["Ada Lind", "Bartholomew Featherstonehaugh-Cholmondeley"]),
                    st.sampled_from(["", "Bo Lind", ", ".join(["Bo Lind"] * 30)]),
                ),
                max_size=20,
            ),
        ),
        max_size=4,
    ),
    st.booleans(),
)
def test_every_row_is_on_one_page_below_the_row_before(groups: list[Group], drill: bool) -> None:
    pages = EmergencyPages(listed(*groups, drill=drill), A4).pages

    printed = [block.part for page in pages for block in page if isinstance(block.part, Row)]
    assert printed == [each for group in groups for each in group.rows]
    for page in pages:
        for above, below in pairwise(page):
            assert above.top + above.height <= below.top + 0.01
        for block in page:
            assert block.top + block.height <= BOTTOM


@pytest.mark.usefixtures("qapp")
def test_a_heading_never_stands_alone_at_the_foot() -> None:
    groups = [Group(heading=f"Flat {n}", rows=[row()]) for n in range(40)]

    pages = EmergencyPages(listed(*groups), A4).pages

    assert len(pages) > 1
    assert all(isinstance(page[-1].part, Row) for page in pages)


@pytest.mark.usefixtures("qapp")
def test_a_drill_is_marked_by_a_black_bar_at_the_top() -> None:
    plain = picture(EmergencyPages(listed(Group(heading="", rows=[row()])), A4))
    drill = picture(EmergencyPages(listed(Group(heading="", rows=[row()]), drill=True), A4))

    assert ink(drill, 36, 70) > 3 * ink(plain, 36, 70)


@pytest.mark.usefixtures("qapp")
def test_who_is_safe_has_a_tick() -> None:
    missing = picture(EmergencyPages(listed(Group(heading="", rows=[row()])), A4))
    safe = picture(EmergencyPages(listed(Group(heading="", rows=[row(safe=True)])), A4))

    assert ink(safe, 0, safe.height()) > ink(missing, 0, missing.height())


def test_a_pdf_has_as_many_pages_as_are_laid_out(qapp: QApplication, tmp_path: Path) -> None:
    said = listed(Group(heading="", rows=[row()] * 60))
    file = tmp_path / "new folder" / "list.pdf"

    assert paper.to_pdf(file, "List", lambda size: EmergencyPages(said, size))

    written = file.read_bytes()
    assert written.startswith(b"%PDF")
    assert written.count(b"/Type /Page\n") == len(EmergencyPages(said, A4).pages)


def test_a_register_goes_over_as_many_pages_as_it_needs(qapp: QApplication, tmp_path: Path) -> None:
    rows = [("Ada Lind\nBo Lind", "2", "Grace Okafor", "Tea", "A 1", "4 Feb 10:00", "")] * 120
    said = Register(title="Visitors", about="All", made="4 Feb", rows=rows)
    file = tmp_path / "register.pdf"

    assert paper.to_pdf(file, "Register", lambda size: RegisterPages(said, size))

    pages = RegisterPages(said, A4).pages
    assert sum(map(len, pages)) == 120
    assert file.read_bytes().count(b"/Type /Page\n") == len(pages) > 1


def test_no_pdf_is_written_where_a_file_is_in_the_way(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")

    done = paper.to_pdf(
        tmp_path / "taken" / "list.pdf", "List", lambda size: EmergencyPages(listed(), size)
    )

    assert not done


def test_without_a_printer_nothing_is_printed(qapp: QApplication) -> None:
    assert paper.to_printer("List", lambda size: EmergencyPages(listed(), size)) == ""
