"""What Streamlit leaves undone in the document: its language, and wide boxes without a keyboard."""

from __future__ import annotations

import streamlit as st

# Streamlit fixes <html lang="en">; there is no setting for it (streamlit/streamlit#15726).
# A table or formula wider than the page scrolls inside its own box, which only a mouse or finger
# can do: such a box must be reached by the Tab key (WCAG 2.1.1). Boxes come and go, so all are
# looked at again shortly after anything changed.
_SCRIPT = """
const BOXES = '[data-testid="stTable"] > div, .katex-display, [class*="st-key-coverage_"]';

function reach() {
  for (const box of document.querySelectorAll(BOXES)) {
    const wide = box.scrollWidth > box.clientWidth;
    if (wide && !box.hasAttribute("tabindex")) box.tabIndex = 0;
    if (!wide && box.hasAttribute("tabindex")) box.removeAttribute("tabindex");
  }
}

function watch() {
  let waiting = null;
  const soon = () => { waiting ??= setTimeout(() => { waiting = null; reach(); }, 100); };
  new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
  window.addEventListener("resize", soon);
  soon();
  return true;
}

export default function (component) {
  document.documentElement.lang = component.data.language;
  window.kelisimWatches ??= watch();  // this runs again for each language
}
"""


def set_language(language: str) -> None:
    """Set ``<html lang>``, and keep wide tables and formulas within reach of the keyboard."""
    # The registration is per script run, so it cannot be made once at import.
    st.components.v2.component("page_language", js=_SCRIPT)(
        data={"language": language}, key="page_language"
    )
