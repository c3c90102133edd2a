// Small maps of all years: the shapes come once by URL and are drawn once for each set of borders;
// every map only uses them in its own colours. A map is a button that chooses its year.

const NAMESPACE = "http://www.w3.org/2000/svg";

function svg(tag, attributes, parent) {
  const made = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  parent?.append(made);
  return made;
}

async function fetched(path) {
  const answer = await fetch(path); // the browser keeps it
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

const id = (layer, region) => `k-years-${layer}-${region}`;

export default async function ({ data, parentElement, setTriggerValue }, { read }) {
  const given = parentElement.given = read(data);
  const layers = await Promise.all(given.layers.map(([path]) => fetched(path)));
  if (parentElement.given !== given) return; // a newer one came meanwhile
  const held = document.activeElement?.closest?.(".k-years button")?.dataset.year;
  const root = document.createElement("div");
  root.className = "k-years";
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", given.label);
  const shared = svg("svg", { width: 0, height: 0, "aria-hidden": "true" }, root);
  const shapes = svg("defs", {}, shared);
  layers.forEach((shape, layer) => {
    for (const [region, { path }] of Object.entries(shape.regions)) {
      svg("path", {
        id: id(layer, region), d: path, "fill-rule": "evenodd",
        "vector-effect": "non-scaling-stroke",
      }, shapes);
    }
  });
  for (const [year, layer, steps, words] of given.maps) {
    const shape = layers[layer];
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.year = year;
    button.setAttribute("aria-pressed", String(year === given.year));
    button.setAttribute("aria-label", `${year}: ${words}`);
    const [width, height] = shape.box;
    const picture = svg("svg", {
      viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true",
      stroke: given.ink.border, "stroke-width": 0.5,
    }, button);
    const hatched = [];
    given.layers[layer][1].forEach((region, place) => {
      svg("use", {
        href: `#${id(layer, region)}`, fill: given.colours[steps[place]] ?? given.ink.unrated,
      }, picture);
      if (steps[place] < 0) hatched.push(shape.regions[region].hatch);
    });
    svg("path", {
      d: hatched.join(""), fill: "none", stroke: given.ink.hatch,
      "vector-effect": "non-scaling-stroke",
    }, picture);
    const name = document.createElement("b");
    name.textContent = year;
    const note = document.createElement("span");
    note.textContent = words;
    button.append(name, note);
    button.addEventListener("click", () => setTriggerValue("chosen", year));
    root.append(button);
  }
  parentElement.replaceChildren(root);
  if (held) root.querySelector(`[data-year="${held}"]`)?.focus();
}
