"""Runs a script of ours in the page: the script comes once by URL, only data with each rerun."""

from __future__ import annotations

import json
import zlib
from typing import Any

import streamlit as st

from geodata.regions import load_regions
from views.assets import page_url

# Streamlit sends the script of a component with every rerun, so this one only fetches the real
# one, whose address is complete because a script that was sent has none of its own. Short, because
# it is sent so often; of more than one line, because a single one would pass for a file's path.
_FETCH = (
    "export default async c=>{{\nconst[s,t]=await Promise.all("
    '["{script}","{tools}"].map(p=>import(location.origin+p)));return t.run(s.default,c,t)}}'
)


def mount(name: str, data: dict[str, Any], key: str = "", **changes: Any) -> None:
    """Run ``static/page/<name>.js`` on ``data``.

    Parameters
    ----------
    name : str
        The script.
    data : dict
        What JSON can hold, as short as may be: it is sent again with every rerun.
    key : str
        Key of the element; the script's name when not given.
    **changes
        ``on_<event>_change``: what to call when the script reports the event.
    """
    fetch = _FETCH.format(script=page_url(f"{name}.js"), tools=page_url("tools.js"))
    # The registration is per script run, so it cannot be made once at import.
    component = st.components.v2.component(name, js=fetch, isolate_styles=False)
    # As bytes, because Streamlit would write each Cyrillic letter as six ASCII ones; packed, because
    # lists of regions say much the same twenty times over.
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    component(key=key or name, data=zlib.compress(text.encode(), 9), **changes)


def draw(name: str, data: dict[str, Any]) -> None:
    """Let ``static/page/<name>.js`` draw ``data``; the region that is chosen in it is chosen."""
    mount(name, data, on_chosen_change=lambda: _choose(name))


def _choose(name: str) -> None:
    # `views/url.py` refuses what is no region of ours.
    st.session_state["region"] = load_regions().today(st.session_state[name]["chosen"])
