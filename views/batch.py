"""All region reports in chosen languages as one ZIP: made a few at a time, to be cancelled any time."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from i18n import LANGUAGES, NAMES
from reports.documents import produce_with
from reports.files.packages import add
from reports.order import FORMATS, REGION, Order
from views.downloads import FAULTS, MIME, fault_text, reason_of
from views.session import View, assessed, load
from views.site import site

SECONDS: Final = 0.5  # of work in one run: between two of them the page answers
EVERY: Final = 0.7  # seconds from one run to the next
_BATCH: Final = "_batch"


@dataclass
class Batch:
    """Reports that are being made; it lives in the session, and goes with it.

    held : the archive as far as it is made.  fault : name and reason of the report that failed.
    """

    orders: tuple[Order, ...]
    own: str
    done: int = 0
    held: io.BytesIO = field(default_factory=io.BytesIO)
    finished: bytes | None = None
    fault: tuple[str, str] | None = None

    @property
    def running(self) -> bool:
        """Whether there is more to make."""
        return self.finished is None and self.fault is None

    @property
    def file_name(self) -> str:
        """Name of the archive."""
        languages = dict.fromkeys(order.language for order in self.orders)
        own = "-own" if self.own else ""
        return f"kelisim-regions-{self.orders[0].period}-{'-'.join(languages)}{own}.zip"

    def step(self) -> None:
        """Make one report; the archive is there only when the last of them is in it."""
        order = self.orders[self.done]
        made, boundaries = assessed(self.own), load()[1]
        try:
            content = produce_with(made, boundaries, order)
            with zipfile.ZipFile(self.held, "a", zipfile.ZIP_DEFLATED) as archive:
                add(archive, order.file_name, content, made.observations.created)
        except FAULTS as error:
            self.fault = order.file_name, reason_of(error)
            self.held = io.BytesIO()
            return
        self.done += 1
        if self.done == len(self.orders):
            self.finished = self.held.getvalue()
            self.held = io.BytesIO()


def show_batch(view: View) -> None:
    """Offer the batch, or show how far it is."""
    batch: Batch | None = st.session_state.get(_BATCH)
    st.subheader(view._("Reports on all regions"), anchor=False)
    if batch is None or not batch.running:
        _offer(view, batch)
    else:
        # Runs again by itself; when all are made the whole page runs once more and it ends.
        st.fragment(_progress, run_every=EVERY)(view, batch)


def _offer(view: View, batch: Batch | None) -> None:
    _ = view._
    if batch is not None and batch.fault is not None:
        st.error(fault_text(view, *batch.fault))
    if batch is not None and batch.finished is not None:
        st.success(_("Reports in the archive: {count}.").format(count=len(batch.orders)))
        st.download_button(
            batch.file_name,
            batch.finished,
            batch.file_name,
            MIME["zip"],
            on_click="ignore",
            icon=":material/folder_zip:",
            type="primary",
            key="batch_file",
        )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.pills(
            _("Languages"),
            LANGUAGES,
            selection_mode="multi",
            default=[view.language],
            format_func=NAMES.__getitem__,
            key="batch_languages",
        )
        st.segmented_control(
            _("Form"),
            FORMATS[REGION],
            default=FORMATS[REGION][0],
            format_func={"pdf": "PDF", "docx": "Word"}.__getitem__,
            required=True,
            key="batch_format",
        )
        languages = st.session_state["batch_languages"]
        st.button(
            _("Make the reports"),
            disabled=not languages,
            on_click=_start,
            args=(view,),
            icon=":material/folder_zip:",
            key="batch_start",
        )
    st.caption(
        _("One report a region and language, of {year}, as one ZIP archive: {count} files.").format(
            year=view.period, count=len(languages) * len(view.assessment.regions.ids)
        )
    )


def _start(view: View) -> None:
    st.session_state[_BATCH] = Batch(tuple(_orders(view)), view.own)


def _orders(view: View) -> Iterator[Order]:
    form = st.session_state["batch_format"]
    for language in LANGUAGES:
        if language in st.session_state["batch_languages"]:
            for region in view.assessment.regions.ids:
                yield Order(REGION, form, language, view.period, (region,), view.own, site=site())


def _cancel() -> None:
    del st.session_state[_BATCH]


def _progress(view: View, batch: Batch) -> None:
    """Show how far it is, then make some more: what is shown first can be clicked meanwhile."""
    bar = st.progress(*_done(view, batch))
    st.button(view._("Cancel"), on_click=_cancel, icon=":material/close:", key="batch_cancel")
    until = time.monotonic() + SECONDS
    batch.step()
    while batch.running and time.monotonic() < until:
        batch.step()
    if not batch.running:
        st.rerun()
    bar.progress(*_done(view, batch))


def _done(view: View, batch: Batch) -> tuple[float, str]:
    count = len(batch.orders)
    said = view._("{done} of {count} reports are made.").format(done=batch.done, count=count)
    return batch.done / count, said
