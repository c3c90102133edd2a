// The points on the map: a mark an incident, as large on every screen. Marks that would cover each
// other move apart, and a line leads to the place. A mark is opened by a click, or by keyboard: the
// arrows go to the next mark in their direction, Enter opens it.

const APART = 15; // pixels between the middles of two marks
const ROUNDS = 200;

// Middles in pixels, none nearer to another than APART, each as near to its place as may be.
function spread(places) {
  // Marks of one place start on a spiral, so that they have a direction in which to move.
  const at = places.map(([x, y], i) => [x + Math.cos(2.4 * i) / 2, y + Math.sin(2.4 * i) / 2]);
  for (let round = 0; round < ROUNDS; round++) {
    const pull = round < ROUNDS / 2 ? 0.04 : 0;
    at.forEach((point, i) => {
      point[0] += pull * (places[i][0] - point[0]);
      point[1] += pull * (places[i][1] - point[1]);
    });
    for (let i = 0; i < at.length; i++) {
      for (let j = i + 1; j < at.length; j++) {
        const [dx, dy] = [at[j][0] - at[i][0], at[j][1] - at[i][1]];
        const distance = Math.hypot(dx, dy) || 0.001;
        if (distance >= APART) continue;
        const step = (APART - distance) / 2 / distance;
        at[i][0] -= step * dx; at[i][1] -= step * dy;
        at[j][0] += step * dx; at[j][1] += step * dy;
      }
    }
  }
  return at;
}

function arrange(root, width, pixels) {
  const scale = width / pixels; // drawing units in a pixel
  const items = root.given.points.items;
  const at = spread(items.map(({ at: [x, y] }) => [x / scale, y / scale]));
  const lines = [];
  root.places = items.map(({ id, at: [x, y] }, i) => {
    const [left, top] = at[i].map((value) => value * scale);
    root.marks.get(id).setAttribute("transform", `translate(${left} ${top}) scale(${scale})`);
    if (Math.hypot(left - x, top - y) > scale * APART / 2) lines.push(`M${x} ${y}L${left} ${top}`);
    return [id, [left, top]];
  });
  root.leaders.setAttribute("d", lines.join(""));
  for (const name of root.names.children) clear(name, root.places, scale);
}

// Moves a name up or down to where no mark lies on it, if there is such a place near.
function clear(name, places, scale) {
  const { x, y, width, height } = name.getBBox();
  const room = scale * APART / 3; // a mark's own half
  const covered = (by) => places.filter(([, [left, top]]) => (
    left > x - room && left < x + width + room && top > y + by - room && top < y + by + height + room
  )).length;
  const steps = width ? [0, -1, 1, -2, 2, -3, 3].map((step) => step * scale * APART / 2) : [0];
  const best = steps.reduce((one, other) => (covered(other) < covered(one) ? other : one));
  name.setAttribute("transform", `translate(0 ${best})`);
}

function reach(root, id) {
  for (const [one, mark] of root.marks) mark.setAttribute("tabindex", one === id ? 0 : -1);
}

function build(root, { svg, next, AHEAD }) {
  root.leaders = svg("path", {
    fill: "none", "vector-effect": "non-scaling-stroke", "stroke-width": 1, "pointer-events": "none",
  }, root.drawing);
  root.list = svg("g", {}, root.drawing);
  root.list.addEventListener("click", ({ target }) => {
    const mark = target.closest("[data-incident]");
    if (mark) root.open(mark.dataset.incident);
  });
  root.list.addEventListener("keydown", (event) => {
    const id = event.target.dataset.incident;
    if (event.key === "Enter" || event.key === " ") root.open(id);
    else if (AHEAD[event.key]) root.marks.get(next(root.places, id, AHEAD[event.key]))?.focus();
    else return;
    event.preventDefault();
  });
  root.list.addEventListener("focusin", ({ target }) => reach(root, target.dataset.incident));
}

export function draw(root, width, given, open, tools) {
  root.open = open;
  root.given = given;
  if (!root.list) build(root, tools);
  const { svg } = tools;
  const { items, opened } = given.points;
  const focused = root.list.contains(document.activeElement)
    ? document.activeElement.dataset.incident : undefined;
  if (items.length) {
    root.list.setAttribute("role", "listbox");
    root.list.setAttribute("aria-label", given.label);
  } else root.list.removeAttribute("role");
  root.leaders.setAttribute("stroke", given.ink.text);
  root.list.replaceChildren();
  root.marks = new Map(items.map(({ id, shape, fill, outline, words }) => {
    const mark = svg("g", {
      role: "option", "data-incident": id, "aria-label": words.join(", "),
      "aria-selected": String(id === opened),
    }, root.list);
    svg("circle", { r: 9.5, class: "k-ring", fill: "none", stroke: given.ink.text }, mark);
    svg("circle", { r: APART / 2, fill: "transparent" }, mark); // as large as a finger may hit
    svg("path", { d: shape, fill, stroke: given.ink.text, "stroke-width": outline }, mark);
    mark.lines = words;
    return [id, mark];
  }));
  const first = root.marks.has(opened) ? opened : items[0]?.id;
  reach(root, first);
  root.resized = (pixels) => arrange(root, width, pixels);
  const { width: pixels } = root.drawing.getBoundingClientRect();
  if (pixels) arrange(root, width, pixels);
  root.marks.get(focused)?.focus({ preventScroll: true });
}
