"""The few rules of style that Streamlit's theme does not have."""

STYLE = """<style>
.block-container { padding-top: 3.6rem; padding-bottom: 2rem; max-width: 1500px; }
.st-key-languages { margin-bottom: -2.6rem; z-index: 1; }
.k-answer { font-size: 1.7rem; font-weight: 650; line-height: 1.25; margin: 0.2rem 22rem 0 0; }
.k-sub { font-size: 1.02rem; line-height: 1.45; margin: 0.35rem 0 0.4rem 0; }
.k-legend { display: flex; flex-wrap: wrap; gap: 0.35rem 1.1rem; font-size: 0.86rem; margin: 0; padding: 0; list-style: none; }
.k-legend li { display: flex; align-items: center; gap: 0.4rem; margin: 0; }
.k-legend li.k-apart { margin-left: 1.4rem; }
.k-swatch { width: 1.5rem; height: 0.95rem; border: 1px solid #5b6670; display: inline-block; }
.k-hatch { background: repeating-linear-gradient(135deg, #6b7680 0 1.5px, #eef1f4 1.5px 5px); }
.k-chip { display: inline-block; padding: 0.05rem 0.6rem; border-radius: 0.8rem; border: 1px solid #5b6670; font-weight: 600; white-space: nowrap; }
.k-tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: 0.7rem; margin: 0.4rem 0 0.6rem 0; }
.k-tile { border: 1px solid rgba(128, 140, 150, 0.45); border-radius: 0.6rem; padding: 0.6rem 0.85rem; }
.k-tile .k-label { font-size: 0.86rem; margin: 0; }
.k-tile .k-value { font-size: 1.55rem; font-weight: 650; line-height: 1.25; margin: 0.1rem 0; }
.k-tile .k-note { font-size: 0.82rem; margin: 0; line-height: 1.35; }
.st-key-map .scattergeo text { paint-order: stroke; stroke: rgba(255, 255, 255, 0.75); stroke-width: 3px; stroke-linejoin: round; }
[class*="st-key-list_"] [data-testid="stExpander"] summary { padding-top: 0.3rem; padding-bottom: 0.3rem; min-height: 0; }
.st-key-list_method p, .st-key-list_method li, .st-key-list_cards p, .st-key-list_cards li, .st-key-prose li { max-width: 56rem; }
[class*="st-key-list_"] > [data-testid="stElementContainer"] p { font-size: 0.875rem; padding: 0.15rem 0 0.15rem 2.2rem; }
[class*="st-key-list_"] { gap: 0.25rem; }
.k-foot { font-size: 0.82rem; line-height: 1.5; }
[class*="st-key-coverage_"] { overflow-x: auto; }
[class*="st-key-coverage_"] [data-testid="stFullScreenFrame"] { min-width: 44rem; }
@media (max-width: 1250px) { .st-key-map .scattergeo text { font-size: 10px !important; } }
@media (max-width: 1000px) { .st-key-map .scattergeo text { display: none; } }
@media (max-width: 640px) {
  .block-container { padding-left: 1rem; padding-right: 1rem; }
  /* The map keeps its shape on a narrow screen; the empty room above and below it goes. */
  .st-key-map { margin: calc((62vw - 450px) / 2) 0; }
  .st-key-languages { margin-bottom: 0; }
  .k-answer { font-size: 1.25rem; margin-right: 0; }
}
</style>"""
