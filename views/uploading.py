"""A field for a file, with its words in the visitor's language: Streamlit's own are English."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from i18n import Translator

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

TABLES = ("csv", "tsv", "txt", "xlsx", "xlsm")  # the last one to say why it is refused
# What stands in the field cannot be set; so it is hidden, and ours is written in its place. The name of
# the button is only made as small as nothing: axe-core knows no name that a style writes.
_STYLE = """<style>
.st-key-{key} [data-testid="stFileUploaderDropzoneInstructions"] span {{ display: none; }}
.st-key-{key} [data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"] p
{{ font-size: 0; }}
.st-key-{key} [data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"]::after
{{ content: {choose}; }}
.st-key-{key} [data-testid="stFileUploaderDropzoneInstructions"]::after {{ content: {limits}; }}
</style>"""


def upload(label: str, kinds: Sequence[str], key: str, _: Translator) -> UploadedFile | None:
    """Ask for a file; return it, None while there is none.

    kinds : endings of the names that are taken, without a dot.
    """
    limits = _("at most {size} MB; {kinds}").format(
        size=st.get_option("server.maxUploadSize"), kinds=", ".join(kinds).upper()
    )
    words = {"choose": _("Choose a file"), "limits": limits}
    quoted = {name: json.dumps(text, ensure_ascii=False) for name, text in words.items()}
    st.html(_STYLE.format(key=key, **quoted))
    file: UploadedFile | None = st.file_uploader(label, type=list(kinds), key=key)
    return file
