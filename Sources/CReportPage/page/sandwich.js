// The selected function between those that call it and those it calls.

class Sandwich {
  constructor(model, { select, around }) {
    this.model = model;
    this.select = select;
    this.around = around;
    this.host = byId("sandwich");
  }

  /** Shows the selected function, or nothing. */
  show() {
    const { model } = this;
    const fn = model.functions[model.get("fn")];
    this.host.hidden = !fn;
    if (!fn) return;
    const { callers, callees } = model.edges(fn.index);
    this.host.replaceChildren(
      this.#head(fn),
      this.#numbers(fn),
      this.#edges("Callers", "called it", callers, this.#foldedCalls(fn, callers)),
      this.#edges("Callees", "were called by it", callees, 0),
      el("p", { class: "footnote" }, "A total counts each moment once per pair, so recursion is not counted twice."),
    );
    this.host.scrollTop = 0;
  }

  #head(fn) {
    const copy = el("button", { type: "button", class: "quiet", title: "Copy file and line", onclick: () => copyText(`${fn.file}:${fn.line}`) }, "Copy path");
    return el("header", {},
      el("div", { class: "title" },
        el("h2", {}, swatch(this.model.palette.of(fn.index)), nameElement(fn)),
        el("button", { type: "button", class: "close", "aria-label": "Close", title: "Close (Esc)", onclick: () => this.select(NOBODY) }, "×")),
      el("p", { class: "about" },
        el("span", { class: "kind" }, capital(kindText(fn))),
        fn.file && el("bdi", { class: "source", title: `${fn.file}:${fn.line}` }, fn.place),
        fn.file && copy),
      this.model.hasTree && el("div", { class: "actions" },
        el("button", { type: "button", onclick: () => this.around() },
          this.model.get("view") === "around" ? "Show the whole program" : "Flame graph of callers and callees")));
  }

  #numbers(fn) {
    const { model } = this;
    const sides = model.report.sides.map((_, side) => rowOf(model.tallies(side), fn.index));
    const row = sides.at(-1);
    const counts = [["Calls", row.calls], ["Outermost", row.primitive], ["Resumed", row.resumptions], ["Not returned", row.open]]
      .filter(([name, count]) => name === "Calls" || (count && !(name === "Outermost" && count === row.calls)))
      .map(([name, count]) => el("div", {}, el("dt", {}, name), el("dd", { "data-count": name }, countText(count))));
    for (const [name, ns] of [["Suspended", row.suspended], ["Overhead", row.overhead]].filter(([, ns]) => ns)) {
      counts.push(el("div", {}, el("dt", {}, name), el("dd", { "data-count": name, title: exactTimeText(ns) }, timeText(ns))));
    }
    return el("div", { class: "numbers" }, el("dl", { class: "counts" }, counts),
      model.isDiff ? this.#changes(sides) : this.#times(row));
  }

  #times(row) {
    const { model } = this;
    const clocks = model.clocks.filter((clock) => clock !== "calls");
    if (!clocks.length) return null;
    const rows = clocks.map((clock) => {
      const [self, total, whole] = [selfOf(row, clock), totalOf(row, clock), model.whole(clock)];
      const perCall = row.calls ? timeText(total / row.calls) : "";
      return el("tr", { class: clock === model.get("clock") && "active", "data-clock": clock },
        el("th", { scope: "row" }, CLOCK_NAMES[clock]),
        el("td", { title: exactTimeText(self) }, timeText(self), el("small", {}, percentText(self, whole))),
        el("td", { title: exactTimeText(total) }, timeText(total), el("small", {}, percentText(total, whole))),
        el("td", { title: exactTimeText(row.calls ? total / row.calls : 0) }, perCall));
    });
    const head = ["", "Self", "Total", "Per call"].map((text) => el("th", { scope: "col" }, text));
    return el("table", { class: "times", "aria-label": "Times" }, el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows));
  }

  #changes(sides) {
    const [before, after] = sides;
    const line = (name, pick, text, exact) => {
      const [from, to] = [pick(before), pick(after)];
      return el("tr", {}, el("th", { scope: "row" }, name), el("td", { title: exact(from) }, text(from)), el("td", { title: exact(to) }, text(to)),
        el("td", { class: changeClass(to - from), title: changeText(to - from, exact) }, changeText(to - from, text)));
    };
    const rows = [line("Calls", (row) => row.calls, countText, countText)];
    for (const clock of this.model.clocks.filter((one) => one !== "calls")) {
      rows.push(line(`${CLOCK_NAMES[clock]} self`, (row) => selfOf(row, clock), timeText, exactTimeText));
      rows.push(line(`${CLOCK_NAMES[clock]} total`, (row) => totalOf(row, clock), timeText, exactTimeText));
    }
    const head = ["", "Before", "After", "Change"].map((text) => el("th", { scope: "col" }, text));
    return el("table", { class: "times", "aria-label": "Changes" }, el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows));
  }

  /** Calls whose callers are not known, since they found no room in the tree. */
  #foldedCalls(fn, callers) {
    if (!this.model.hasTree) return 0;
    const known = callers.reduce((sum, edge) => sum + edge.calls, 0);
    return rowOf(this.model.tallies(), fn.index).calls - known;
  }

  #edges(title, meaning, edges, folded) {
    const { model } = this;
    const clock = model.get("clock");
    const sorted = [...edges].sort((a, b) => totalOf(b, clock) - totalOf(a, clock) || b.calls - a.calls);
    const most = sorted.length ? totalOf(sorted[0], clock) : 0;
    const rows = sorted.slice(0, Sandwich.mostEdges).map((edge) => this.#edge(edge, clock, most));
    const rest = sorted.length - rows.length;
    const times = model.clocks.some((one) => one !== "calls");
    const timed = clock === "calls" ? model.clocks[0] : clock;
    const head = ["Function", "Calls", ...(times ? [`${CLOCK_NAMES[timed]} self`, `${CLOCK_NAMES[timed]} total`] : [])];
    return el("section", { class: title.toLowerCase() },
      el("h3", {}, title, el("span", { class: "count" }, countText(edges.length))),
      sorted.length === 0
        ? el("p", { class: "empty" }, title === "Callers" ? "Called by nobody that was recorded." : "It called nothing that was recorded.")
        : el("table", { class: "edges", "aria-label": `${title}: functions that ${meaning}` },
          el("thead", {}, el("tr", {}, head.map((text) => el("th", { scope: "col" }, text)))), el("tbody", {}, rows)),
      rest > 0 && el("p", { class: "empty" }, `(${countText(rest)} smaller)`),
      folded > 0 && el("p", { class: "empty" }, `${plural(folded, "call")} found no room in the tree: callers unknown.`));
  }

  #edge(edge, clock, most) {
    const { model } = this;
    const fn = model.functions[edge.fn];
    const timed = clock === "calls" ? model.clocks[0] : clock;
    const name = fn
      ? el("button", { type: "button", class: "link", title: `${fn.name}\n${fn.place}`, onclick: () => this.select(fn.index) }, swatch(model.palette.of(fn.index)), nameElement(fn))
      : el("span", { class: "link" }, swatch(model.palette.root), "(top of a thread)");
    const calls = edge.primitive < edge.calls ? `${countText(edge.calls)}/${countText(edge.primitive)}` : countText(edge.calls);
    const row = el("tr", { "data-fn": String(edge.fn) }, el("th", { scope: "row" }, name),
      el("td", { title: edge.primitive < edge.calls ? "calls / outermost calls" : undefined }, calls));
    if (timed !== "calls") {
      for (const time of [selfOf(edge, timed), totalOf(edge, timed)]) row.append(el("td", { title: exactTimeText(time) }, timeText(time)));
    }
    if (most) row.style.setProperty("--share", (totalOf(edge, clock) / most).toFixed(4));
    return row;
  }
}

Sandwich.mostEdges = 200;

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    announce("Copied");
  } catch {
    announce("The browser does not allow copying");
  }
}
