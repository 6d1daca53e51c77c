// The switches above the flame graph, and the path to what is zoomed.

class Toolbar {
  constructor(model, actions) {
    this.model = model;
    this.actions = actions;
    byId("search").addEventListener("input", (event) => model.store.set({ q: event.target.value }));
    byId("search").addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      actions.nextMatch(event.shiftKey ? -1 : 1);
    });
    byId("search-clear").addEventListener("click", () => {
      model.store.set({ q: "", origin: "" });
      byId("search").focus();
    });
    byId("thread").addEventListener("change", (event) => actions.setScope(event.target.value));
  }

  show() {
    const { model } = this;
    const set = (name) => (value) => model.store.set({ [name]: value });
    const clockHints = { wall: "Wall-clock time (1)", cpu: "Time on the processor (2)", wait: "Time off the processor (3)", calls: "Calls (4)" };
    const groups = [segmented("Clock", model.clocks.map((clock) => [clock, CLOCK_NAMES[clock].replace("Waiting", "Wait"), clockHints[clock]]), model.get("clock"), set("clock"))];
    if (model.hasTree) {
      groups.push(
        segmented("Order", [["heavy", "Heaviest first", "The heaviest callee first (o)"], ["first", "First call first", "In the order of the first call (o)"]], model.get("order"), set("order")),
        segmented("Direction", [["icicle", "Top down", "Icicle: callers above (f)"], ["flame", "Bottom up", "Flame: callers below (f)"]], model.get("flip"), set("flip")),
      );
    }
    if (model.isDiff) {
      groups.push(segmented("Widths", [["before", "Before", "Widths of before (b)"], ["after", "After", "Widths of after (b)"], ["both", "Both", "Widths of both added up (b)"]], model.get("width"), set("width")));
    }
    keepFocus(byId("switches"), () => byId("switches").replaceChildren(...groups));
    this.#threads();
    if (document.activeElement !== byId("search")) byId("search").value = model.get("q");
    byId("search-clear").hidden = !model.get("q") && !model.get("origin");
  }

  #threads() {
    const { model } = this;
    const select = byId("thread");
    byId("thread-label").hidden = model.threads.length < 2;
    if (!select.options.length) {
      for (const scope of model.scopes()) {
        const text = { all: `All ${model.threads.length} threads, merged`, apart: "All threads, side by side" }[scope];
        select.append(el("option", { value: scope }, text ?? model.threadName(Number(scope))));
      }
    }
    select.value = model.get("scope");
  }

  /** What matched: for the eye, and for the ear where it changed. */
  showMatches(text, isError) {
    byId("matches").textContent = text;
    byId("matches").classList.toggle("wrong", Boolean(isError));
    byId("search").setAttribute("aria-invalid", String(Boolean(isError)));
  }

  /** Whose code takes how much; a click keeps only that. */
  showLegend() {
    const { model } = this;
    const clock = model.get("clock");
    const columns = model.tallies();
    const sums = Object.fromEntries(Object.keys(ORIGINS).map((origin) => [origin, 0]));
    const self = selfAt(columns, clock);
    for (const fn of model.functions) sums[originOf(fn)] += self(fn.index);
    const whole = Object.values(sums).reduce((sum, part) => sum + part, 0);
    const chosen = model.get("origin");
    const buttons = Object.entries(ORIGINS).map(([origin, { title }]) =>
      el("button", { type: "button", "data-origin": origin, "aria-pressed": String(origin === chosen), disabled: sums[origin] === 0,
        title: `${title}: ${model.valueText(sums[origin])} self. Click to show only these.`,
        onclick: () => model.store.set({ origin: origin === chosen ? "" : origin }) },
      el("span", { class: `swatch of-${origin}`, "aria-hidden": "true" }), title, el("small", {}, percentText(sums[origin], whole))));
    keepFocus(byId("legend"), () => byId("legend").replaceChildren(...buttons));
  }

  /** The callers of the zoomed node, to go back up. */
  showPath() {
    const { model } = this;
    const nav = byId("path");
    const around = model.get("view") === "around";
    nav.hidden = !model.hasTree || (model.zoom === ROOT && !around);
    if (nav.hidden) return;
    if (around) {
      nav.replaceChildren(el("button", { type: "button", onclick: () => model.store.set({ view: "tree" }, { step: true }) }, "← Whole program"),
        el("span", { class: "hint" }, "above: who called it · below: what it called"));
      return;
    }
    const path = model.tree.path(model.zoom);
    const shown = path.length > 7 ? [...path.slice(0, 2), null, ...path.slice(-4)] : path;
    nav.replaceChildren(...shown.flatMap((node, index) => [
      index > 0 && el("span", { class: "arrow", "aria-hidden": "true" }, "›"),
      node === null
        ? el("span", { class: "hint" }, `${path.length - 6} more`)
        : el("button", { type: "button", "data-node": String(node), "aria-current": node === model.zoom ? "true" : undefined,
          onclick: () => this.actions.zoom(node) }, el("bdi", {}, model.nameOf(model.tree.fn[node]))),
    ]).filter(Boolean));
  }
}

/** Runs `change`, after which the button that had the focus has it again. */
function keepFocus(host, change) {
  const buttons = () => [...host.querySelectorAll("button")];
  const index = buttons().indexOf(document.activeElement);
  change();
  if (index >= 0) buttons()[index]?.focus();
}
