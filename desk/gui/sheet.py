"""The shapes of the desk: one style sheet made from the colour tokens.

Only what Fusion draws in a dated way is drawn anew: buttons, fields, tabs, headers, menus. Nothing
is said about the items of lists and tables, because that would make every row slower to paint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk import resources

if TYPE_CHECKING:
    from desk.gui.theme import Tokens

FIELDS = "QLineEdit, QTextEdit, QPlainTextEdit, QSpinBox, QDateEdit, QTimeEdit, QDateTimeEdit"

SHEET = """
QToolTip {{ background: {text}; color: {surface}; border: none; padding: 4px 6px; }}

QLabel[role="title"] {{ font-size: {title}pt; font-weight: 600; }}
QLabel[role="heading"] {{ font-size: {heading}pt; font-weight: 600; }}
QLabel[role="figure"] {{ font-size: {figure}pt; font-weight: 600; }}
QLabel[role="strong"] {{ font-weight: 600; }}
QLabel[role="muted"] {{ color: {muted}; }}
QLabel[role="warning"] {{ color: {warning}; font-weight: 600; }}
QLabel[role="fault"] {{ color: {full}; }}
{states}

QWidget[panel="true"] {{
    background: {surface}; border: 1px solid {line}; border-radius: 8px;
}}

QPushButton, QToolButton {{
    background: {surface}; color: {text}; border: 1px solid {edge}; border-radius: 6px;
    padding: 5px 12px;
}}
QToolButton {{ padding: 5px 8px; }}
QPushButton:hover, QToolButton:hover {{ background: {raised}; }}
QPushButton:pressed, QToolButton:pressed, QToolButton:checked {{ background: {accent_soft}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {faint}; border-color: {line}; }}
QPushButton:focus, QToolButton:focus {{ border: 2px solid {accent}; padding: 4px 11px; }}
QToolButton:focus {{ padding: 4px 7px; }}
QPushButton[look="primary"], QPushButton:default {{
    background: {accent}; color: {on_accent}; border-color: {accent}; font-weight: 600;
}}
QPushButton[look="primary"]:hover, QPushButton:default:hover {{ background: {accent_strong}; }}
QPushButton[look="primary"]:focus, QPushButton:default:focus {{
    border: 2px solid {text};
}}
QPushButton[look="primary"]:disabled, QPushButton:default:disabled {{
    background: {raised}; color: {faint}; border-color: {line};
}}
QPushButton[look="quiet"], QToolButton[look="quiet"] {{
    background: transparent; border: 1px solid transparent;
}}
QPushButton[look="quiet"]:hover, QToolButton[look="quiet"]:hover {{ background: {raised}; }}
QPushButton[look="quiet"]:focus, QToolButton[look="quiet"]:focus {{
    border: 2px solid {accent};
}}
QPushButton[look="heading"] {{
    background: transparent; border: 1px solid transparent; font-weight: 600; text-align: left;
    padding: 4px 8px; margin-left: -8px;
}}
QPushButton[look="heading"]:hover {{ color: {accent}; background: {raised}; }}
QPushButton[look="heading"]:focus {{ border: 2px solid {accent}; padding: 3px 7px; }}
QToolButton::menu-indicator {{ width: 0; image: none; }}

{fields}, QComboBox {{
    background: {surface}; color: {text}; border: 1px solid {edge}; border-radius: 6px;
    padding: 4px 7px; selection-background-color: {accent}; selection-color: {on_accent};
    min-height: 1.35em;
}}
QLineEdit:focus, QTextEdit:focus, QPlainTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {{
    border: 2px solid {accent}; padding: 3px 6px;
}}
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled {{
    background: {window}; color: {faint}; border-color: {line};
}}
QLineEdit[fault="true"], QAbstractSpinBox[fault="true"], QComboBox[fault="true"],
QPlainTextEdit[fault="true"], QTextEdit[fault="true"] {{ border: 2px solid {full}; }}

QAbstractSpinBox {{ padding: 4px 24px 4px 0; }}
QAbstractSpinBox:focus {{ padding: 3px 23px 3px 0; }}
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus {{
    border: none; background: transparent; padding: 0 0 0 5px; min-height: 0;
}}
QComboBox QLineEdit, QComboBox QLineEdit:focus {{
    border: none; background: transparent; padding: 0; min-height: 0;
}}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{
    subcontrol-origin: border; width: 22px; border: none; background: transparent;
}}
QAbstractSpinBox::up-button {{ subcontrol-position: top right; margin: 2px 2px 0 0; }}
QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; margin: 0 2px 2px 0; }}
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover {{ background: {raised}; }}
QAbstractSpinBox::up-arrow {{ image: url({marks}/up.svg); width: 11px; height: 11px; }}
QAbstractSpinBox::down-arrow {{ image: url({marks}/down.svg); width: 11px; height: 11px; }}
QComboBox {{ padding-right: 24px; }}
QComboBox::drop-down, QDateEdit::drop-down, QDateTimeEdit::drop-down {{
    subcontrol-origin: padding; subcontrol-position: center right; width: 24px; border: none;
}}
QComboBox::down-arrow, QDateEdit::down-arrow {{
    image: url({marks}/down.svg); width: 14px; height: 14px;
}}
QComboBox QAbstractItemView {{
    background: {surface}; border: 1px solid {line}; border-radius: 0; outline: none;
}}

QCheckBox, QRadioButton {{ spacing: 8px; }}
QCheckBox::indicator, QRadioButton::indicator {{
    width: 15px; height: 15px; border: 1px solid {edge}; background: {surface};
}}
QCheckBox::indicator {{ border-radius: 4px; }}
QRadioButton::indicator {{ border-radius: 8px; }}
QCheckBox::indicator:checked {{
    background: {accent}; border-color: {accent}; image: url({marks}/{check}.svg);
}}
QRadioButton::indicator:checked {{
    border: 5px solid {accent}; width: 7px; height: 7px; background: {on_accent};
}}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {line}; }}
QCheckBox:focus, QRadioButton:focus {{ color: {accent}; }}
QCheckBox::indicator:focus {{ border: 2px solid {accent}; width: 13px; height: 13px; }}
QCheckBox::indicator:checked:focus {{ border: 2px solid {text}; }}

QTableView, QListView, QTreeView {{
    background: {surface}; alternate-background-color: {window};
    border: 1px solid {line}; border-radius: 8px; gridline-color: {line};
    selection-background-color: {accent_soft}; selection-color: {text};
}}
QTableView:focus, QListView:focus, QTreeView:focus {{ border: 1px solid {accent}; }}
QTableView[look="bare"] {{ border: none; }}
QTableView[look="bare"]:focus {{ border: none; }}
QHeaderView {{ background: {surface}; border: none; border-top-left-radius: 8px; }}
QHeaderView::section {{
    background: {surface}; color: {muted}; border: none; border-bottom: 1px solid {line};
    padding: 6px 3px; font-weight: 600;
}}
QHeaderView::section:hover {{ color: {text}; }}
QHeaderView[look="roomy"]::section {{ padding: 6px 8px; }}
QTableCornerButton::section {{ background: {surface}; border: none; }}

QTabBar {{ qproperty-drawBase: 0; }}
QTabBar::tab {{
    background: transparent; color: {muted}; border: none; padding: 6px 12px;
    border-bottom: 3px solid transparent;
}}
QTabBar::tab:hover {{ color: {text}; }}
QTabBar::tab:selected {{ color: {text}; font-weight: 600; border-bottom-color: {accent}; }}
QTabBar::tab:focus {{ color: {accent}; }}
QTabWidget::pane {{ border: none; }}

QMenuBar {{ background: {window}; padding: 1px 4px; }}
QMenuBar::item {{ padding: 4px 8px; border-radius: 5px; background: transparent; }}
QMenuBar::item:selected {{ background: {accent_soft}; }}
QMenu {{ background: {surface}; border: 1px solid {line}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px 5px 8px; border-radius: 5px; }}
QMenu::item:selected {{ background: {accent_soft}; color: {text}; }}
QMenu::item:disabled {{ color: {faint}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 6px; }}
QMenu::icon {{ padding-left: 6px; }}

QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QScrollArea {{ border: none; background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {edge}; border-radius: 3px; margin: 3px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
    background: transparent; width: 0; height: 0;
}}

QProgressBar {{
    background: {raised}; border: none; border-radius: 4px; text-align: center; max-height: 8px;
}}
QProgressBar::chunk {{ background: {accent}; border-radius: 4px; }}
QProgressBar[state="warning"]::chunk {{ background: {warning_mark}; }}
QProgressBar[state="full"]::chunk {{ background: {full_mark}; }}

QFrame#rail {{ background: {window}; border: none; border-right: 1px solid {line}; }}
QFrame#rail QToolButton {{
    qproperty-toolButtonStyle: ToolButtonTextUnderIcon; qproperty-focusPolicy: TabFocus;
    background: transparent; border: none; border-left: 4px solid transparent; border-radius: 0;
    padding: 4px 2px; color: {muted};
}}
QFrame#rail QToolButton:hover {{ background: {raised}; color: {text}; }}
QFrame#rail QToolButton:checked {{
    background: {accent_soft}; color: {text}; font-weight: 600; border-left-color: {accent};
}}
QFrame#rail QToolButton:focus {{
    border: 2px solid {accent}; border-left: 4px solid {accent}; padding: 2px 0 2px 2px;
}}
QFrame#top {{ background: {window}; border: none; border-bottom: 1px solid {line}; }}
QFrame#bar {{ background: {window}; border: none; border-top: 1px solid {line}; }}
QFrame#bar[tone="done"] {{ background: {inside_soft}; }}
QFrame#bar[tone="refused"] {{ background: {full_soft}; }}
QFrame#bar[tone="warning"] {{ background: {warning_soft}; }}
"""

STATE = """
QLabel[state="{name}"] {{
    color: {ink}; background: {soft}; border-radius: 5px; padding: 2px 7px; font-weight: 600;
}}
"""


def text(colours: Tokens, points: float) -> str:
    """The sheet in these colours, for a font of so many points."""
    states = "".join(
        STATE.format(name=name, ink=colours.shade(name).ink, soft=colours.shade(name).soft)
        for name in ("expected", "inside", "left", "warning", "full", *colours.appointments)
    )
    return SHEET.format(
        fields=FIELDS,
        states=states,
        title=round(points * 1.5, 1),
        heading=round(points * 1.15, 1),
        figure=round(points * 2.2, 1),
        marks=resources.path("marks").as_posix(),
        check="check-dark" if colours.dark else "check-light",
        window=colours.window,
        surface=colours.surface,
        raised=colours.raised,
        line=colours.line,
        edge=colours.edge,
        text=colours.text,
        muted=colours.muted,
        faint=colours.edge,
        accent=colours.accent,
        accent_strong=colours.accent_strong,
        on_accent=colours.on_accent,
        accent_soft=colours.accent_soft,
        warning=colours.warning.ink,
        warning_soft=colours.warning.soft,
        full=colours.full.ink,
        full_soft=colours.full.soft,
        warning_mark=colours.warning.mark,
        full_mark=colours.full.mark,
        inside_soft=colours.inside.soft,
    )
