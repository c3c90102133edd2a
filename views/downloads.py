"""The menu Download: documents made when they are asked for, in the language and settings of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import streamlit as st

from reports.documents import OrderError, produce_with
from reports.order import Order
from reports.remembered import Remembered
from reports.typesetting import ReportError
from reports.words import literal
from views.session import View, assessed, load
from views.site import site

FAULTS: Final = (ReportError, OrderError, OSError, MemoryError)
MIME: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "json": "application/json",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "zip": "application/zip",
    "svg": "image/svg+xml",
    "png": "image/png",
}
ICONS: Final = {
    "pdf": ":material/picture_as_pdf:",
    "docx": ":material/description:",
    "xlsx": ":material/table:",
    "svg": ":material/map:",
    "png": ":material/map:",
    "zip": ":material/folder_zip:",
}
_FAULT: Final = "_download_fault"
# The click and the download ask for the same file at the same moment: it is made once.
_MADE: Remembered[bytes] = Remembered(4)


@dataclass(frozen=True)
class Offer:
    """A file of the menu: what it is called there and on disk, and how it is made."""

    label: str
    file_name: str
    make: Callable[[], bytes]

    @property
    def format(self) -> str:
        """The ending of its name."""
        return self.file_name.rpartition(".")[2]


@dataclass(frozen=True)
class Group:
    """Files under one heading; note : what the reader should know of them, or empty."""

    title: str
    offers: tuple[Offer, ...]
    note: str = ""


def ordered(
    view: View, label: str, document: str, form: str, regions: tuple[str, ...] = ()
) -> Offer:
    """Offer a document of the year on the page, under the visitor's settings, in its language."""
    order = Order(document, form, view.language, view.period, regions, view.own, site=site())
    own = view.own

    def make() -> bytes:
        made, boundaries = assessed(own), load()[1]
        return _MADE.get(made, order, lambda: produce_with(made, boundaries, order))

    return Offer(label, order.file_name, make)


@st.fragment
def menu(view: View, groups: Iterable[Group]) -> None:
    """Show the button, and behind it the files; a fault is said in the page's language."""
    _ = view._
    # What is behind the button is sent when it is opened, not with every rerun of the page.
    with st.popover(
        _("Download"), icon=":material/download:", key="downloads", on_change="rerun"
    ) as popover:
        for group in groups if popover.open else ():
            _show_group(group)
    fault = st.session_state.pop(_FAULT, None)
    if fault is not None:
        name, reason = fault
        st.error(fault_text(view, name, reason))


def _show_group(group: Group) -> None:
    st.markdown(f"**{group.title}**")
    if group.note:
        st.caption(group.note)
    with st.container(horizontal=True, gap="small"):
        for offer in group.offers:
            st.download_button(
                offer.label,
                offer.make,
                offer.file_name,
                MIME[offer.format],
                icon=ICONS.get(offer.format, ":material/download:"),
                type="tertiary",
                on_click=_try,
                args=(offer,),
                key=f"get_{offer.file_name}",
            )


def _try(offer: Offer) -> None:
    """Make the file while the browser waits for it: what goes wrong is said after the rerun."""
    try:
        offer.make()
    except FAULTS as error:
        st.session_state[_FAULT] = offer.file_name, reason_of(error)


def reason_of(error: BaseException) -> str:
    """Say in a line why a file could not be made."""
    return " ".join(str(error).split()) or type(error).__name__


def fault_text(view: View, name: str, reason: str) -> str:
    """Say that a file was not made, and why (Markdown)."""
    return view._("{name} could not be made, and nothing was saved: {reason}").format(
        name=literal(name), reason=literal(reason)
    )
