// Streams as small panels: the values over time, what was expected, the threshold, the alerts.

const SVG = "http://www.w3.org/2000/svg";

function element(tag, name, parent) {
  const made = document.createElement(tag);
  made.className = name;
  parent.append(made);
  return made;
}

// Lines in percent of the panel; a gap in the figures is a gap in the line.
function path(points) {
  let pen = "M";
  return points.map((at) => {
    if (at === null) { pen = "M"; return ""; }
    const step = `${pen}${at[0]},${at[1]}`;
    pen = "L";
    return step;
  }).join("");
}

function line(svg, name, points) {
  const made = document.createElementNS(SVG, "path");
  made.setAttribute("class", name);
  made.setAttribute("d", path(points));
  svg.append(made);
}

function dot(plot, name, [x, y]) {
  const made = element("span", name, plot);
  made.style.left = `${x}%`;
  made.style.top = `${y}%`;
  return made;
}

function draw(parent, given, panel) {
  const root = element("div", "k-panel", parent);
  root.setAttribute("role", "img");
  root.setAttribute("aria-label", panel.label);
  if (panel.title) element("div", "k-panel-title", root).textContent = panel.title;
  const plot = element("div", "k-plot", root);
  plot.dataset.region = "";
  plot.panel = panel;
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 100 100");
  svg.setAttribute("preserveAspectRatio", "none");
  plot.append(svg);
  for (const [y] of panel.levels) line(svg, "k-grid", [[0, y], [100, y]]);
  for (const each of panel.limits) line(svg, "k-limit", each);
  line(svg, "k-expected", panel.expected);
  // The step from the former region's values to the region's own is no change, and no line.
  line(svg, "k-former", panel.points.map((at, place) => (panel.own[place] ? null : at)));
  line(svg, "k-values", panel.points.map((at, place) => (panel.own[place] ? at : null)));
  panel.points.forEach((at, place) => {
    const joined = (other) => panel.points[other] && panel.own[other] === panel.own[place];
    if (at && !joined(place - 1) && !joined(place + 1)) dot(plot, "k-alone", at);
  });
  for (const [place, level] of panel.alerts) dot(plot, `k-alert k-${level}`, panel.points[place]);
  for (const [y, text] of panel.levels) {
    const label = element("span", "k-level", plot);
    label.style.top = `${y}%`;
    label.textContent = text;
  }
  const axis = element("div", "k-times", root);
  for (const [x, text] of given.times) {
    const tick = element("span", "", axis);
    tick.style.left = `${x}%`;
    tick.textContent = text;
  }
}

// The point of a panel that is nearest to the pointer.
function nearest(plot, x) {
  const { left, width } = plot.getBoundingClientRect();
  const at = 100 * (x - left) / width;
  let found = null;
  plot.panel.points.forEach((point, place) => {
    if (point && (found === null ||
        Math.abs(point[0] - at) < Math.abs(plot.panel.points[found][0] - at))) found = place;
  });
  return found === null ? null : plot.panel.words[found].split("\n");
}

export default function ({ data, parentElement }, { read, watch }) {
  const given = read(data);
  let root = parentElement.querySelector("figure");
  if (!root) {
    root = element("figure", "k-streams", parentElement);
    root.panels = element("div", "k-panels", root);
    watch(root, nearest);
  }
  root.setAttribute("aria-label", given.label);
  root.classList.toggle("k-wide", given.wide);
  root.style.setProperty("--k-accent", given.ink.accent);
  root.style.setProperty("--k-ink", given.ink.text);
  root.style.setProperty("--k-soft", given.ink.soft);
  root.style.setProperty("--k-line", given.ink.line);
  root.style.setProperty("--k-page", given.ink.page);
  root.panels.replaceChildren();
  for (const panel of given.panels) draw(root.panels, given, panel);
}
