// What is shown, as one value that the address keeps, so that a view can be bookmarked and gone back to.

const ROOT = 0;
const NOBODY = -1;

class Store {
  constructor(defaults) {
    this.defaults = defaults;
    this.values = { ...defaults, ...readHash(location.hash, defaults) };
    this.listeners = [];
    addEventListener("popstate", () => this.#apply({ ...defaults, ...readHash(location.hash, defaults) }));
  }

  get(name) {
    return this.values[name];
  }

  /** `changed` is a Set of names. */
  onChange(listener) {
    this.listeners.push(listener);
  }

  /** `step`: one that the browser's Back undoes. */
  set(patch, { step = false } = {}) {
    const values = { ...this.values, ...patch };
    if (Object.keys(patch).every((name) => values[name] === this.values[name])) return;
    const address = `#${writeHash(values, this.defaults)}`;
    if (step) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    this.#apply(values);
  }

  #apply(values) {
    const changed = new Set(Object.keys(values).filter((name) => values[name] !== this.values[name]));
    this.values = values;
    for (const listener of this.listeners) listener(changed);
  }
}

/** Only what differs from the defaults. */
function writeHash(values, defaults) {
  const kept = Object.keys(defaults).filter((name) => values[name] !== defaults[name]);
  return new URLSearchParams(kept.map((name) => [name, String(values[name])])).toString();
}

/** Values of the kinds that the defaults have; what does not fit is left out. */
function readHash(text, defaults) {
  const values = {};
  for (const [name, value] of new URLSearchParams(text.replace(/^#/, ""))) {
    if (!Object.hasOwn(defaults, name)) continue;
    if (typeof defaults[name] === "number") {
      if (/^-?\d{1,9}$/.test(value)) values[name] = Number(value);
    } else if (typeof defaults[name] === "boolean") values[name] = value === "true";
    else values[name] = value;
  }
  return values;
}
