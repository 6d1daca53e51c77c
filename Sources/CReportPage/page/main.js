// Puts the parts together: a change of what is shown says which parts must show it.

class Page {
  constructor(report) {
    this.model = new Model(report);
    this.theme = new Theme(() => this.#restyle());
    this.model.palette = new Palette(report.functions, this.theme.isDark);
    const select = (fn) => this.select(fn);
    this.toolbar = new Toolbar(this.model, {
      zoom: (node) => this.zoom(node),
      setScope: (scope) => this.model.store.set({ scope, zoom: ROOT }, { step: true }),
      nextMatch: (step) => this.#nextMatch(step),
    });
    this.main = this.#flame(byId("flame"), {
      scene: () => this.model.mainScene(),
      flipped: () => this.model.get("flip") === "flame",
      pick: (node) => this.#pick(node),
    });
    this.table = new FunctionTable(this.model, select);
    this.sandwich = new Sandwich(this.model, { select, around: () => this.#toggleAround() });
    this.around = [true, false].map((flipped, index) =>
      this.#flame(byId(flipped ? "callers-flame" : "callees-flame"), {
        scene: () => this.model.aroundScenes()[index],
        flipped: () => flipped,
        pick: (node) => this.#pickAround(index, node),
      }));
    this.model.store.onChange((changed) => this.#update(changed));
    this.#listen();
    byId("workspace").classList.toggle("no-tree", !this.model.hasTree);
    showHeader(this.model);
    this.#update(new Set(Object.keys(this.model.store.defaults)));
    addEventListener("beforeprint", () => fillPrintout(this.model));
  }

  #flame(host, options) {
    return new Flame(host, this.model, { ...options, marks: (scene) => this.#marks(scene) });
  }

  #marks({ tree }) {
    const { palette, isDiff } = this.model;
    const cellOf = isDiff ? changeCells(this.model, tree, this.theme.isDark) : (node) => palette.of(tree.fn[node]);
    return { matches: this.matches, cellOf };
  }

  /** Shows what depends on the names in `changed`. */
  #update(changed) {
    const { model } = this;
    const any = (...names) => names.some((name) => changed.has(name));
    if (any("q", "origin")) this.#search();
    const aroundNow = model.hasTree && model.get("view") === "around" && model.get("fn") !== NOBODY;
    byId("tree-view").hidden = aroundNow || !model.hasTree;
    byId("around-view").hidden = !aroundNow;
    if (model.hasTree && any("scope", "clock", "order", "width", "flip")) this.main.show(model.zoom);
    else if (model.hasTree && any("zoom")) this.main.zoomTo(model.zoom);
    else if (model.hasTree && any("fn", "q", "origin")) this.main.draw();
    if (model.hasTree && any("view") && !aroundNow) this.main.resize();
    if (aroundNow && any("scope", "clock", "order", "width", "fn", "view")) for (const flame of this.around) flame.show();
    else if (aroundNow && any("q", "origin")) for (const flame of this.around) flame.draw();
    if (any("scope", "clock", "sort", "rising", "q", "origin")) this.table.show(this.matches);
    else if (any("fn")) this.table.showSelected({ scroll: !byId("table").contains(document.activeElement) });
    if (any("scope", "clock", "fn", "view")) this.sandwich.show();
    if (any("clock", "order", "flip", "scope", "width", "q", "origin")) this.toolbar.show();
    if (any("zoom", "scope", "view")) this.toolbar.showPath();
    if (any("scope", "clock", "origin")) this.toolbar.showLegend();
    if (any("q", "origin", "scope", "clock", "width")) this.#showMatches();
    if (any("clock", "scope", "sort", "rising")) whenIdle(() => fillPrintout(model));
  }

  #search() {
    const { model } = this;
    try {
      this.matches = matchFunctions(model.functions, model.get("q"), model.get("origin"));
      this.searchError = "";
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.searchError = "not a regular expression";
    }
    this.matchIndex = -1;
  }

  #showMatches() {
    const { model, matches, searchError } = this;
    if (searchError || !matches) return this.toolbar.showMatches(searchError, searchError);
    if (!model.hasTree) return this.toolbar.showMatches("");
    const { tree, weight } = model.mainScene();
    const { functions, contexts, sum } = sumOfMatches(tree, weight, matches);
    const text = `${plural(functions, "function")} · ${plural(contexts, "context")} · ${model.valueText(sum)} · ${percentText(sum, weight[ROOT]) || "0%"}`;
    this.toolbar.showMatches(text);
    announce(text);
  }

  /** Zooms to the matches, the heaviest first. */
  #nextMatch(step) {
    const { model, matches } = this;
    if (!matches || !model.hasTree) return;
    const { tree, weight } = model.mainScene();
    const found = heaviestMatches(tree, weight, matches);
    if (!found.length) return;
    this.matchIndex = (this.matchIndex + step + found.length) % found.length;
    this.#pick(found[this.matchIndex]);
  }

  /** A cell was chosen: fill the width with it, show its function. */
  #pick(node) {
    const fn = this.model.tree.fn[node];
    this.model.store.set({ zoom: node, view: "tree", ...(fn >= 0 && { fn }) }, { step: true });
    this.main.reveal(node);
  }

  #pickAround(index, node) {
    const flame = this.around[index];
    if (node === flame.zoomNode && node !== ROOT) this.select(flame.scene.tree.fn[node]);
    else flame.zoomTo(node);
  }

  zoom(node) {
    this.model.store.set({ zoom: node }, { step: true });
  }

  select(fn) {
    const view = fn === NOBODY ? "tree" : this.model.get("view");
    this.model.store.set({ fn, view }, { step: true });
  }

  #toggleAround() {
    const view = this.model.get("view") === "around" ? "tree" : "around";
    if (this.model.get("fn") !== NOBODY && this.model.hasTree) this.model.store.set({ view }, { step: true });
  }

  #cycle(name, choices, step = 1) {
    const index = choices.indexOf(this.model.get(name)) + step + choices.length;
    this.model.store.set({ [name]: choices[index % choices.length] });
  }

  #escape() {
    const { model } = this;
    if (byId("help").open) byId("help").close();
    else if (model.get("q") || model.get("origin")) {
      model.store.set({ q: "", origin: "" });
      byId("search").value = "";
    } else if (model.get("view") === "around") model.store.set({ view: "tree" }, { step: true });
    else if (model.get("fn") !== NOBODY) this.select(NOBODY);
    else if (model.get("zoom") !== ROOT) this.zoom(ROOT);
  }

  #listen() {
    const { model } = this;
    const clocks = Object.fromEntries(CLOCKS.map((clock, index) => [String(index + 1), () => model.clocks.includes(clock) && model.store.set({ clock })]));
    const scope = (step) => () => {
      const scopes = model.scopes();
      this.toolbar.actions.setScope(scopes[(scopes.indexOf(model.get("scope")) + step + scopes.length) % scopes.length]);
    };
    listenToKeys({
      ...clocks,
      "/": () => byId("search").select(),
      t: scope(1),
      T: scope(-1),
      o: () => this.#cycle("order", ["heavy", "first"]),
      f: () => this.#cycle("flip", ["icicle", "flame"]),
      b: () => model.isDiff && this.#cycle("width", ["before", "after", "both"]),
      s: () => this.#toggleAround(),
      d: () => this.theme.toggle(),
      0: () => this.zoom(ROOT),
      Backspace: () => this.zoom(Math.max(ROOT, model.tree.parent[model.zoom])),
      Escape: () => this.#escape(),
      "?": showKeys,
    });
    byId("help-button").addEventListener("click", showKeys);
    byId("theme-button").addEventListener("click", () => this.theme.toggle());
    for (const button of document.querySelectorAll("dialog .close")) button.addEventListener("click", () => byId("help").close());
    listenToSplitter(() => this.main.resize());
  }

  #restyle() {
    this.model.palette = new Palette(this.model.functions, this.theme.isDark);
    for (const flame of [this.main, ...this.around]) flame.restyle();
    this.table.show(this.matches);
    this.sandwich.show();
  }
}

async function open() {
  try {
    const data = byId("data");
    const report = readReport(await unpack(data.textContent.trim()));
    data.remove();
    const page = new Page(report);
    document.documentElement.dataset.state = "ready";
    window.swiftprof = Object.freeze({ model: page.model, flame: page.main, around: page.around }); // for tests: to be read only
  } catch (error) {
    document.documentElement.dataset.state = "failed";
    byId("failure").hidden = false;
    byId("failure-text").textContent = String(error?.message ?? error);
    throw error;
  }
}

open();
