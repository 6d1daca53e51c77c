// The report and what is shown of it: trees, layouts and tallies, worked out when first asked for and kept.

class Model {
  constructor(report) {
    this.report = report;
    this.functions = report.functions;
    this.isDiff = report.isDiff;
    this.threads = report.isDiff ? [] : report.sides[0].threads;
    this.last = report.sides.length - 1; // the side of a profile by itself, or "after"
    this.hasTree = report.shape.count > 0;
    this.measures = measuresOf(report);
    const has = (...wanted) => wanted.every((name) => this.measures.includes(name));
    this.clocks = CLOCKS.filter((clock) => (clock === "wait" ? has("wall", "cpu") : has(clock)));
    this.store = new Store({
      clock: this.clocks[0] ?? "calls",
      scope: this.threads.length === 1 ? "0" : "all",
      order: "heavy",
      flip: "icicle",
      width: "after",
      view: "tree",
      q: "",
      origin: "",
      fn: NOBODY,
      zoom: ROOT,
      sort: "self",
      rising: false,
    });
    this.#correct();
    this.kept = new Map();
    this.mostKept = report.shape.count > 200_000 ? 6 : 24; // a million contexts are 60 MB a tree
  }

  /** An address may be of another report, or made up. */
  #correct() {
    const { values, defaults } = this.store;
    const choices = {
      clock: this.clocks,
      scope: this.scopes(),
      order: ["heavy", "first"],
      flip: ["icicle", "flame"],
      width: ["after", "before", "both"],
      view: ["tree", "around"],
      origin: ["", ...Object.keys(ORIGINS)],
    };
    for (const [name, known] of Object.entries(choices)) {
      if (!known.includes(values[name])) values[name] = defaults[name];
    }
    if (!(values.fn < this.functions.length)) values.fn = NOBODY;
    if (!(values.zoom >= 0)) values.zoom = ROOT;
  }

  get(name) {
    return this.store.get(name);
  }

  /** "all": merged by path; "apart": side by side; else a thread's index. */
  scopes() {
    const single = this.threads.map((thread) => String(thread.index));
    return this.threads.length === 1 ? single : ["all", ...(this.threads.length ? ["apart"] : []), ...single];
  }

  /** The tree of what is chosen. */
  get tree() {
    const scope = this.get("scope");
    return this.#keep(`tree ${scope}`, () => {
      if (scope === "all") return mergedTree(this.report);
      const threads = scope === "apart" ? this.threads.map((thread) => thread.index) : [Number(scope)];
      return treeOfThreads(this.report, threads);
    });
  }

  get zoom() {
    return Math.min(this.get("zoom"), Math.max(0, this.tree.count - 1));
  }

  /** The side that gives widths; undefined stands for the only one. */
  get widthSide() {
    if (!this.isDiff) return 0;
    return { before: 0, after: 1, both: "both" }[this.get("width")];
  }

  /** A tree with widths and places. `name` tells trees apart. */
  scene(tree, name) {
    const [clock, order, side] = [this.get("clock"), this.get("order"), this.widthSide];
    const weight = tree.weight(clock, side);
    const x = this.#keep(`layout ${name} ${clock} ${order} ${side}`, () => layOut(tree, weight, order));
    return { tree, weight, x };
  }

  mainScene() {
    return this.scene(this.tree, this.get("scope"));
  }

  /** Trees of callers and of callees of the selected function. */
  aroundScenes() {
    const [fn, scope] = [this.get("fn"), this.get("scope")];
    const callers = this.#keep(`callers ${scope} ${fn}`, () => callersTree(this.tree, fn));
    const callees = this.#keep(`callees ${scope} ${fn}`, () => calleesTree(this.tree, fn));
    return [this.scene(callers, `callers ${scope} ${fn}`), this.scene(callees, `callees ${scope} ${fn}`)];
  }

  /** Numbers of all functions; those of all threads come from the core, which knows of folded calls too. */
  tallies(side = this.last) {
    const scope = this.get("scope");
    const whole = scope === "all" || scope === "apart" || this.threads.length === 1 || !this.hasTree;
    if (whole) return this.report.sides[side].functions;
    return this.#keep(`tallies ${scope} ${side}`, () => functionTallies(this.tree, this.functions.length, side));
  }

  /** Callers and callees of a function. */
  edges(fn, side = this.last) {
    const scope = this.get("scope");
    if (!this.hasTree) return edgesWithoutTree(this.report.edges, fn);
    return this.#keep(`edges ${scope} ${fn} ${side}`, () => edgesOf(this.tree, fn, side));
  }

  /** All of a clock: the whole of which percentages are parts. */
  whole(clock = this.get("clock"), side = this.last) {
    if (this.hasTree) return this.tree.total(clock, side)[ROOT];
    const columns = this.tallies(side);
    return columns.calls.reduce((sum, _, fn) => sum + selfOf(rowOf(columns, fn), clock), 0);
  }

  /** Name of a tree's `fn`. */
  nameOf(fn) {
    if (fn >= 0) return this.functions[fn].name;
    if (fn === ALL_THREADS) return this.threads.length || this.isDiff ? "All threads" : "Program";
    return this.threadName(THREAD_ROOT - fn);
  }

  threadName(index) {
    const thread = this.threads[index];
    return `${thread.name || "thread"} (${thread.osID})`;
  }

  /** Text of a number of the chosen clock. */
  valueText(value, clock = this.get("clock")) {
    return clock === "calls" ? countText(value) : timeText(value);
  }

  #keep(key, make) {
    if (this.kept.has(key)) {
      const value = this.kept.get(key);
      this.kept.delete(key); // the last used stands last
      this.kept.set(key, value);
      return value;
    }
    const value = make();
    this.kept.set(key, value);
    if (this.kept.size > this.mostKept) this.kept.delete(this.kept.keys().next().value);
    return value;
  }
}

/** What all sides have measured; the numbers of nothing else are shown. */
function measuresOf({ sides }) {
  const all = sides.map(({ facts }) => (facts.measures ?? "").split(" "));
  return all[0].filter((name) => all.every((one) => one.includes(name)));
}
