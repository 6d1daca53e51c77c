// Elements made of data. Texts are set as text, never as markup.

/** `el("p", {class: "x", onclick}, "text", child)`. `undefined`, `null` and `false` are left out. */
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") Object.assign(element.style, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

function byId(id) {
  return document.getElementById(id);
}

/** A function's name: the module in a quieter voice, the rest as it is. */
function nameElement(fn) {
  const module = fn.module && fn.name.startsWith(`${fn.module}.`) ? `${fn.module}.` : "";
  return el("bdi", { class: "name" }, el("span", { class: "module" }, module), fn.name.slice(module.length));
}

/** The square that tells the module's colour. */
function swatch(cell) {
  return el("span", { class: "swatch", style: { background: cell.fill }, "aria-hidden": "true" });
}

/** A row of buttons of which one is pressed. `choices`: [value, label, title]. */
function segmented(label, choices, current, choose) {
  return el(
    "div",
    { class: "segmented", role: "group", "aria-label": label },
    choices.map(([value, text, title]) =>
      el("button", { type: "button", title, "data-value": value, "aria-pressed": String(value === current),
        onclick: () => choose(value) }, text),
    ),
  );
}

/** Says something to people who hear the page. */
function announce(text) {
  byId("live").textContent = text;
}
