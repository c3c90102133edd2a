// What Streamlit leaves undone in the document: its language, wide boxes without a keyboard, and the
// way back after signing in.

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

// Signing in ends on the first page, whatever page it began on: from there the visitor is led back.
const BACK = "kelisim-back";
const LONGEST = 15 * 60 * 1000; // milliseconds that signing in may take

document.addEventListener("click", ({ target }) => {
  if (!target.closest?.(".st-key-sign_in button")) return;
  sessionStorage.setItem(BACK, JSON.stringify({ at: Date.now(), page: location.href }));
}, true);

function leadBack() {
  const kept = sessionStorage.getItem(BACK);
  if (!kept) return;
  // The address by now has the state of the first page; this is how the browser came here.
  const came = new URL(performance.getEntriesByType("navigation")[0]?.name ?? location.href);
  const first = new URL("../../../", import.meta.url);
  if (came.search || came.pathname !== first.pathname) return;
  sessionStorage.removeItem(BACK);
  const { at, page } = JSON.parse(kept);
  if (Date.now() - at < LONGEST && new URL(page).origin === location.origin) location.replace(page);
}
leadBack();

export default function ({ data }, { read }) {
  document.documentElement.lang = read(data).language;
}
