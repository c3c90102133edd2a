// What Streamlit leaves undone in the document: its language, and wide boxes without a keyboard.

const BOXES = '[data-testid="stTable"] > div, .katex-display, [class*="st-key-coverage_"]';

// A table or formula wider than the page scrolls inside its own box, which only a mouse or finger
// can do: such a box must be reached by the Tab key (WCAG 2.1.1).
function reach() {
  for (const box of document.querySelectorAll(BOXES)) {
    const wide = box.scrollWidth > box.clientWidth;
    if (wide && !box.hasAttribute("tabindex")) box.tabIndex = 0;
    if (!wide && box.hasAttribute("tabindex")) box.removeAttribute("tabindex");
  }
}

// Boxes come and go, so all are looked at again shortly after anything changed.
let waiting = null;
const soon = () => { waiting ??= setTimeout(() => { waiting = null; reach(); }, 100); };
new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
window.addEventListener("resize", soon);
soon();

export default function ({ data }, { read }) {
  document.documentElement.lang = read(data).language;
}
