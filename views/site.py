"""Where readers find the dashboard, as far as the visitor's own address tells."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

import streamlit as st


def site() -> str:
    """Return scheme, host and path of the dashboard, without a slash at the end.

    Empty where the address would lead a reader nowhere: on the visitor's own computer, or unknown.
    """
    if st.context.url is None:
        return ""
    here = urlsplit(st.context.url)
    if not here.hostname or _is_own_computer(here.hostname):
        return ""
    path = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"{here.scheme}://{here.netloc}" + (f"/{path}" if path else "")


def _is_own_computer(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:  # a name
        return host == "localhost" or host.endswith(".localhost")
