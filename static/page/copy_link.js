// A button that copies the page's address, which holds the whole view.

const SHOWN = 2500; // milliseconds for which it says that it is done

// Only pages that came encrypted, or from this computer, have `navigator.clipboard`.
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("the browser does not copy");
}

export default function ({ data, parentElement }, { read }) {
  const words = read(data);
  let button = parentElement.querySelector("button");
  if (!button) {
    button = document.createElement("button");
    button.type = "button";
    button.className = "k-copy";
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    said.className = "k-said";
    parentElement.append(button, said);
  }
  button.textContent = words.label;
  button.onclick = async () => {
    const said = parentElement.querySelector("[role=status]");
    try {
      await copy(location.href);
      said.textContent = words.done;
    } catch {
      said.textContent = words.failed;
    }
    setTimeout(() => { said.textContent = ""; }, SHOWN);
  };
}
