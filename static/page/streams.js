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
  Object.assign(plot, { given, panel });
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 100 100");
  svg.setAttribute("preserveAspectRatio", "none");
  plot.append(svg);
  const former = new Set(panel.inherited);
  const points = ([heights]) => heights.map((y, place) => (y === null ? null : [given.x[place], y]));
  for (const [y] of panel.levels) line(svg, "k-grid", [[0, y], [100, y]]);
  for (const each of panel.limits) line(svg, "k-limit", points(each));
  line(svg, "k-expected", points(panel.expected));
  // The step from the former region's values to the region's own is no change, and no line.
  const values = points(panel.values);
  line(svg, "k-former", values.map((at, place) => (former.has(place) ? at : null)));
  line(svg, "k-values", values.map((at, place) => (former.has(place) ? null : at)));
  values.forEach((at, place) => {
    const joined = (other) => values[other] && former.has(other) === former.has(place);
    if (at && !joined(place - 1) && !joined(place + 1)) dot(plot, "k-alone", at);
  });
  for (const [place, level] of panel.alerts) dot(plot, `k-alert k-${level}`, values[place]);
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

// What is to be said of the value of a panel that is nearest to the pointer.
function nearest({ given, panel }, left, width, x) {
  const at = 100 * (x - left) / width;
  let found = null;
  panel.values[0].forEach((y, place) => {
    if (y !== null && (found === null ||
        Math.abs(given.x[place] - at) < Math.abs(given.x[found] - at))) found = place;
  });
  return found;
}

function words(plot, x) {
  const { given, panel } = plot;
  const { left, width } = plot.getBoundingClientRect();
  const place = nearest(plot, left, width, x);
  if (place === null) return null;
  const say = (pattern, [, texts]) => texts[place] && pattern.replace("#", () => texts[place]);
  const [value, expected, limit] = panel.said;
  return [
    `${panel.name}, ${given.periods[place]}`,
    say(value, panel.values),
    say(expected, panel.expected),
    ...panel.limits.map((each) => say(limit, each)),
    panel.inherited.includes(place) && given.former,
    panel.alerts.some(([other]) => other === place) && given.alert,
  ];
}

export default function ({ data, parentElement }, { read, watch }) {
  const given = read(data);
  let root = parentElement.querySelector("figure");
  if (!root) {
    root = element("figure", "k-streams", parentElement);
    root.panels = element("div", "k-panels", root);
    watch(root, words);
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
