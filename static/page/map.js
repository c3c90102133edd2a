// The map: a shape a region, in the colour of its step; hatched where not rated; the chosen one
// outlined. The shapes come once by URL. A region is chosen by a click, or by keyboard: the arrows
// go to the next region in their direction, Enter chooses. Where points are given (points.js), they
// are what is chosen, and the regions are only the ground.

const FONT = '"Source Sans", sans-serif';
const fetched = new Map();
const AHEAD = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function shapes(path) {
  if (!fetched.has(path)) {
    fetched.set(path, fetch(path).then((answer) => {
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      return answer.json();
    }).catch((error) => { fetched.delete(path); throw error; }));
  }
  return fetched.get(path);
}

// Looks stand as attributes, not in a style sheet, so that a saved picture has them too.
function svg(tag, attributes, parent) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  parent?.append(made);
  return made;
}

const LINE = { fill: "none", "vector-effect": "non-scaling-stroke", "pointer-events": "none" };

function build(parent, shape, watch, ground) {
  const root = document.createElement("figure");
  root.className = "k-map";
  parent.append(root);
  const [width, height] = shape.box;
  root.drawing = svg("svg", { viewBox: `0 0 ${width} ${height}` }, root);
  const list = ground ? { "aria-hidden": "true", "pointer-events": "none" } : { role: "listbox" };
  root.regions = svg("g", { ...list, "stroke-width": 0.8 }, root.drawing);
  root.hatching = svg("path", { ...LINE, class: "k-hatching" }, root.drawing);
  root.chosen = svg("path", { ...LINE, class: "k-chosen", "stroke-width": 3.5 }, root.drawing);
  // Dark dashes on a light line can be seen on every class.
  const focus = svg("g", { class: "k-focused" }, root.drawing);
  root.focused = [
    svg("path", { ...LINE, stroke: "#fff", "stroke-width": 5 }, focus),
    svg("path", { ...LINE, stroke: "#000", "stroke-width": 3, "stroke-dasharray": "7 4" }, focus),
  ];
  root.names = svg("g", {
    "aria-hidden": "true", "pointer-events": "none", "text-anchor": "middle", "font-family": FONT,
    "font-weight": 600, "paint-order": "stroke", "stroke-opacity": 0.75,
    "stroke-width": "0.25em", "stroke-linejoin": "round",
  }, root.drawing);
  root.parts = new Map(Object.entries(shape.regions).map(([region, { path }]) => {
    const part = svg("path", {
      d: path, "fill-rule": "evenodd", "vector-effect": "non-scaling-stroke",
      ...(ground ? {} : { role: "option", "data-region": region }),
    }, root.regions);
    return [region, part];
  }));
  watch(root, (part) => part.lines);
  if (!ground) choosing(root, shape);
  // Names are 12 pixels high, whatever the width of the map.
  new ResizeObserver(([{ contentRect }]) => {
    if (!contentRect.width) return;
    const pixels = contentRect.width < 640 ? 10 : 12;
    root.names.setAttribute("font-size", (pixels * width / contentRect.width).toFixed(2));
    root.names.style.display = contentRect.width < 520 ? "none" : "";
    root.resized?.(contentRect.width);
  }).observe(root.drawing);
  root.camera = document.createElement("button");
  root.camera.type = "button";
  root.camera.className = "k-camera";
  root.camera.textContent = "photo_camera"; // a sign of Streamlit's own font of signs
  root.camera.addEventListener("click", () => save(root));
  root.append(root.camera);
  return root;
}

function choosing(root, shape) {
  const places = Object.entries(shape.regions).map(([region, { at }]) => [region, at]);
  root.regions.addEventListener("click", ({ target }) => root.choose(target.dataset.region));
  root.regions.addEventListener("keydown", (event) => {
    const region = event.target.dataset.region;
    if (event.key === "Enter" || event.key === " ") root.choose(region);
    else if (AHEAD[event.key]) root.parts.get(next(places, region, AHEAD[event.key]))?.focus();
    else return;
    event.preventDefault();
  });
  root.regions.addEventListener("focusin", ({ target }) => {
    outline(root, target.matches(":focus-visible") ? target.getAttribute("d") : "");
    reach(root, target.dataset.region);
  });
  root.regions.addEventListener("focusout", () => outline(root, ""));
}

// The nearest of some places ahead, by id; one that lies aside counts as farther.
function next(places, from, [dx, dy]) {
  const [x, y] = places.find(([id]) => id === from)[1];
  let best, least = Infinity;
  for (const [id, at] of places) {
    const ahead = (at[0] - x) * dx + (at[1] - y) * dy;
    const aside = Math.abs((at[0] - x) * dy) + Math.abs((at[1] - y) * dx);
    if (id !== from && ahead > 0 && aside < 2 * ahead && ahead + 2 * aside < least) {
      [best, least] = [id, ahead + 2 * aside];
    }
  }
  return best;
}

function outline(root, path) {
  for (const line of root.focused) line.setAttribute("d", path);
}

// One region is on the way of the Tab key.
function reach(root, region) {
  for (const [id, part] of root.parts) part.setAttribute("tabindex", id === region ? 0 : -1);
}

function mark(root, region) {
  for (const [id, part] of root.parts) part.setAttribute("aria-selected", String(id === region));
  root.chosen.setAttribute("d", root.parts.get(region).getAttribute("d"));
  reach(root, region);
}

function names(root, shape, language, ink) {
  root.names.setAttribute("fill", ink);
  if (root.language === language) return;
  root.language = language;
  root.names.replaceChildren();
  for (const { name, lines } of Object.values(shape.regions)) {
    const [x, y] = name;
    const text = svg("text", { x, y }, root.names);
    const written = lines[language];
    written.forEach((line, place) => {
      const dy = place ? "1.15em" : `${(0.35 - 0.575 * (written.length - 1)).toFixed(3)}em`;
      svg("tspan", { x, dy }, text).textContent = line;
    });
  }
}

// Saves what is seen, twice as large, as a PNG.
async function save(root) {
  const { width, height } = root.drawing.getBoundingClientRect();
  const copy = root.drawing.cloneNode(true);
  copy.prepend(svg("rect", { width: "100%", height: "100%", fill: root.paper }));
  copy.setAttribute("width", 2 * width);
  copy.setAttribute("height", 2 * height);
  const image = new Image();
  const text = new XMLSerializer().serializeToString(copy);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: 2 * width, height: 2 * height });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  const link = document.createElement("a");
  link.href = canvas.toDataURL("image/png");
  link.download = root.file;
  link.click();
}

export default async function ({ data, parentElement, setTriggerValue }, { read, watch }) {
  const given = parentElement.given = read(data);
  const shape = await shapes(given.shapes);
  if (parentElement.given !== given) return; // a newer one came meanwhile
  let root = parentElement.querySelector("figure");
  if (root && root.shapes !== given.shapes) root = root.remove(); // other borders: another map
  root ??= build(parentElement, shape, watch, Boolean(given.points));
  root.shapes = given.shapes;
  root.choose = (region) => {
    mark(root, region); // at once; the rest of the page follows
    setTriggerValue("chosen", region);
  };
  const { ink, language, steps, words } = given;
  Object.assign(root, { paper: ink.page, file: given.file });
  root.setAttribute("aria-label", given.label);
  if (!given.points) root.regions.setAttribute("aria-label", given.label);
  root.regions.setAttribute("stroke", ink.border);
  root.hatching.setAttribute("stroke", ink.hatch);
  root.chosen.setAttribute("stroke", ink.accent);
  root.camera.title = given.save;
  root.camera.setAttribute("aria-label", given.save);
  root.names.setAttribute("stroke", ink.halo);
  names(root, shape, language, ink.name);
  const hatched = [];
  given.regions.forEach((region, place) => {
    const part = root.parts.get(region);
    const { hatch, names } = shape.regions[region];
    part.setAttribute("fill", given.colours[steps[place]] ?? ink.unrated);
    if (steps[place] < 0) hatched.push(hatch);
    if (given.points) return;
    part.lines = [names[language], ...words[place].split("\n")];
    part.setAttribute("aria-label", part.lines.filter(Boolean).join(", "));
  });
  root.hatching.setAttribute("d", hatched.join(""));
  if (given.points) {
    const { draw } = await import(new URL(given.points.script, location.origin).href);
    if (parentElement.given !== given) return;
    draw(root, shape.box[0], given, (id) => setTriggerValue("opened", id), { svg, next, AHEAD });
  } else mark(root, given.chosen);
}
