// A button that steps through the years. Each is asked for only when the one before was drawn, and
// stays a moment. Who wants no motion gets one step a press.

const STAYS = 1400; // milliseconds
const still = matchMedia("(prefers-reduced-motion: reduce)");

function build(parent) {
  const root = document.createElement("div");
  root.className = "k-play";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "k-copy";
  root.sign = document.createElement("span");
  root.sign.className = "k-sign";
  root.sign.setAttribute("aria-hidden", "true");
  root.word = document.createElement("span");
  button.append(root.sign, root.word);
  root.said = document.createElement("span");
  root.said.className = "k-unseen";
  root.said.setAttribute("role", "status");
  root.append(button, root.said);
  parent.append(root);
  button.addEventListener("click", () => {
    if (root.asked) return stop(root);
    ask(root);
    if (still.matches) root.asked = null;
    show(root);
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) stop(root); });
  still.addEventListener("change", () => stop(root));
  return root;
}

// After the last year comes the first.
function ask(root) {
  const { year, years } = root.given;
  root.before = year;
  root.asked = years[years.indexOf(year) + 1] ?? years[0];
  root.step(root.asked);
}

function stop(root) {
  clearTimeout(root.timer);
  root.asked = null;
  show(root);
}

function show(root) {
  const { label, stop: halt, next } = root.given;
  root.word.textContent = root.asked ? halt : still.matches ? next : label;
  root.sign.textContent = root.asked ? "stop" : still.matches ? "skip_next" : "play_arrow";
}

export default function ({ data, parentElement, setTriggerValue }, { read }) {
  const given = read(data);
  const root = parentElement.querySelector(".k-play") ?? build(parentElement);
  const moved = root.given && root.given.year !== given.year;
  root.given = given;
  root.step = (year) => setTriggerValue("step", year);
  if (moved) root.said.textContent = given.year;
  if (root.asked && given.year !== root.before) {
    const last = given.year === given.years[given.years.length - 1];
    // It ends at the last year, and when somebody chose another one meanwhile.
    if (last || given.year !== root.asked) return stop(root);
    clearTimeout(root.timer);
    root.timer = setTimeout(() => { if (root.isConnected && root.asked) ask(root); }, STAYS);
  }
  show(root);
}
