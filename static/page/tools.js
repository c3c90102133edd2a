// What the scripts share: reading what they were sent, and the box with words beside the pointer.

const GAP = 14;

// Unpacks what was sent, and lets the script draw it, unless something newer came meanwhile.
export async function run(draw, component, tools) {
  const { parentElement } = component;
  const turn = parentElement.turn = (parentElement.turn ?? 0) + 1;
  const packed = new Blob([component.data]).stream();
  const plain = packed.pipeThrough(new DecompressionStream("deflate"));
  const data = new Uint8Array(await new Response(plain).arrayBuffer());
  return parentElement.turn === turn ? draw({ ...component, data }, tools) : undefined;
}

export function read(data) {
  return JSON.parse(new TextDecoder().decode(data));
}

// Shows in `root` the lines that `linesOf(element, x)` gives for the [data-region] or [data-incident]
// that is pointed at, at x, or has the focus of the keyboard. They are not read out: the element
// itself is named by them.
export function watch(root, linesOf) {
  const box = document.createElement("div");
  box.className = "k-tip";
  box.setAttribute("aria-hidden", "true");
  box.hidden = true;
  root.append(box);

  const hide = () => { box.hidden = true; };
  const show = (part, x, y) => {
    const lines = linesOf(part, x);
    if (!lines) return hide();
    box.replaceChildren(...lines.filter(Boolean).map((line, place) => {
      const element = document.createElement(place === 0 ? "b" : "span");
      element.textContent = line;
      return element;
    }));
    box.hidden = false;
    const { width, height } = box.getBoundingClientRect();
    const right = x + GAP + width < innerWidth ? x + GAP : Math.max(0, x - GAP - width);
    const below = y + GAP + height < innerHeight ? y + GAP : Math.max(0, y - GAP - height);
    box.style.transform = `translate(${right}px, ${below}px)`;
  };
  const part = (event) => event.target.closest?.("[data-region], [data-incident]");
  root.addEventListener("pointermove", (event) => {
    if (part(event)) show(part(event), event.clientX, event.clientY);
    else hide();
  });
  root.addEventListener("pointerleave", hide);
  root.addEventListener("focusin", (event) => {
    if (!part(event)?.matches(":focus-visible")) return;
    const at = part(event).getBoundingClientRect();
    show(part(event), at.left + at.width / 2, at.top + at.height / 2);
  });
  root.addEventListener("focusout", hide);
  root.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
}
