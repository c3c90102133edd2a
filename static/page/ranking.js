// The ranked list: a line a region, with its dot and its range on a track that has the classes
// behind. A line is a button that chooses its region.

function element(tag, name, parent) {
  const made = document.createElement(tag);
  made.className = name;
  parent.append(made);
  return made;
}

function build(parent, watch) {
  const root = element("figure", "k-ranking", parent);
  const heading = element("div", "k-heading", root);
  heading.setAttribute("aria-hidden", "true");
  const list = element("ol", "k-lines", root);
  const axis = element("div", "k-axis", root);
  axis.setAttribute("aria-hidden", "true");
  Object.assign(root, { heading, list, axis, lines: new Map() });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) root.choose(button.dataset.region);
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const buttons = [...list.querySelectorAll("button")];
    const next = step && buttons[buttons.indexOf(document.activeElement) + step];
    if (next) { event.preventDefault(); next.focus(); }
  });
  watch(list, (button) => button.lines);
  return root;
}

function line(root, region) {
  if (!root.lines.has(region)) {
    const item = document.createElement("li");
    const button = element("button", "", item);
    button.type = "button";
    button.dataset.region = region;
    button.name_ = element("span", "k-name", button);
    const track = element("span", "k-track", button);
    button.range = element("span", "k-range", track);
    button.mark = element("span", "k-mark", track);
    button.dot = element("span", "k-dot", track);
    button.text = element("span", "k-text", button);
    root.lines.set(region, item);
  }
  return root.lines.get(region);
}

function fill(item, row, given) {
  const [region, name, text, words, at, low, high, colour, mark] = row;
  const button = item.firstChild;
  button.lines = words.split("\n");
  button.setAttribute("aria-label", button.lines.filter(Boolean).join(", "));
  button.name_.textContent = name;
  button.text.textContent = text;
  button.dot.style.left = `${at}%`;
  button.dot.style.background = given.colours[colour];
  button.range.style.left = `${low}%`;
  button.range.style.width = `${high - low}%`;
  button.mark.hidden = mark === undefined;
  button.mark.style.left = `${mark ?? 0}%`;
}

// Class colours as one background: hard edges, and a thin line at each tick of the scale.
function background({ bands, ticks, ink }) {
  const fine = ticks.map(([at, , strong]) => {
    const [from, to] = [`calc(${at}% - 0.5px)`, `calc(${at}% + 0.5px)`];
    return "linear-gradient(90deg, transparent " +
      `${from}, ${strong ? ink.text : ink.line} ${from} ${to}, transparent ${to})`;
  });
  const parts = bands.map(([from, to, colour]) => `${colour}47 ${from}% ${to}%`);
  return [...fine, `linear-gradient(90deg, ${parts.join(", ")})`].join(", ");
}

function mark(root, region) {
  for (const [id, item] of root.lines) {
    item.firstChild.setAttribute("aria-pressed", String(id === region));
  }
}

export default function ({ data, parentElement, setTriggerValue }, { read, watch }) {
  const given = read(data);
  const root = parentElement.querySelector("figure") ?? build(parentElement, watch);
  root.choose = (region) => {
    mark(root, region); // at once; the rest of the page follows
    setTriggerValue("chosen", region);
  };
  root.setAttribute("aria-label", given.label);
  root.heading.textContent = given.heading;
  root.style.setProperty("--k-accent", given.ink.accent);
  root.style.setProperty("--k-ink", given.ink.text);
  root.style.setProperty("--k-page", given.ink.page);
  root.list.style.setProperty("--k-bands", background(given));
  const focused = document.activeElement;
  const items = given.rows.map((row) => {
    const item = line(root, row[0]);
    fill(item, row, given);
    return item;
  });
  mark(root, given.chosen);
  const shown = [...root.list.querySelectorAll("li")];
  if (shown.length !== items.length || shown.some((item, place) => item !== items[place])) {
    root.list.querySelectorAll("li").forEach((item) => { if (!items.includes(item)) item.remove(); });
    root.list.prepend(...items);
    // A line that moves loses the focus.
    if (items.some((item) => item.contains(focused))) focused.focus({ preventScroll: true });
  }
  root.axis.replaceChildren();
  const scale = element("div", "k-scale", root.axis);
  for (const [at, text] of given.ticks) {
    const tick = element("span", "", scale);
    tick.style.left = `${at}%`;
    tick.textContent = text;
  }
  element("div", "k-title", root.axis).textContent = given.title;
}
