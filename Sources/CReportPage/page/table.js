// The table of all functions. Only rows that are seen are in the page, whatever their number.

const TABLE_ROW = 29; // px, as in the style sheet
const TALLEST = 8e6; // px: browsers clip what is taller, so scrolling is scaled beyond
const NAME_ROOM = 320; // px that names should have
const NUMBER_ROOM = 92; // px of a column, as in the style sheet
const SPARE = 6; // rows drawn above and below

class FunctionTable {
  constructor(model, select) {
    this.model = model;
    this.select = select;
    this.scroller = byId("table");
    this.head = el("tr", { "aria-rowindex": "1" });
    this.above = el("tr", { "aria-hidden": "true", class: "spacer" }, el("td"));
    this.below = el("tr", { "aria-hidden": "true", class: "spacer" }, el("td"));
    this.body = el("tbody");
    this.table = el("table", { class: "functions", "aria-label": "Functions" }, el("thead", {}, this.head), this.body);
    this.nothing = el("p", { class: "empty nothing" });
    this.scroller.replaceChildren(this.table, this.nothing);
    this.rows = [];
    this.current = 0; // the row that has the keyboard
    this.scroller.addEventListener("scroll", () => this.#draw());
    this.scroller.addEventListener("keydown", (event) => this.#key(event));
    new ResizeObserver(() => {
      const size = `${this.scroller.clientWidth} ${this.scroller.clientHeight}`;
      if (size !== this.size) this.#resize();
    }).observe(this.scroller);
  }

  /** Takes columns and rows anew. `matches`: as of `matchFunctions`. */
  show(matches) {
    this.columns = tableColumns(this.model);
    this.rows = sortedFunctions(this.model, this.columns, matches);
    this.largest = new Map();
    for (const column of this.columns.filter((one) => one.active)) {
      this.largest.set(column, this.rows.reduce((most, fn) => Math.max(most, Math.abs(column.value(fn))), 0));
    }
    this.current = Math.max(0, this.rows.indexOf(this.model.get("fn")));
    byId("table-count").textContent = this.#countText(matches);
    this.nothing.textContent = this.model.functions.length ? "No function matches." : "Nothing was recorded.";
    this.nothing.hidden = this.rows.length > 0;
    this.#resize();
  }

  #countText(matches) {
    const all = plural(this.rows.length, "function");
    return matches ? `${all} of ${countText(this.model.functions.length)}` : all;
  }

  #resize() {
    if (!this.columns) return;
    this.size = `${this.scroller.clientWidth} ${this.scroller.clientHeight}`;
    const room = this.scroller.clientWidth - NAME_ROOM;
    let shown = this.columns;
    for (let rank = 6; rank > 0 && shown.length * NUMBER_ROOM > room; rank--) shown = shown.filter((one) => one.rank < rank);
    this.shown = shown;
    this.table.setAttribute("aria-rowcount", this.rows.length + 1);
    this.table.setAttribute("aria-colcount", shown.length + 1);
    this.#drawHead();
    this.#draw(true);
  }

  #drawHead() {
    const sorted = sortColumn(this.model, this.columns);
    const title = (column, key, text, hint) => {
      const direction = column !== sorted ? undefined : this.model.get("rising") ? "ascending" : "descending";
      const nameDirection = this.model.get("rising") ? "descending" : "ascending";
      const sort = key === "name" ? direction && nameDirection : direction;
      return el("th", { scope: "col", "aria-sort": sort, class: [key === "name" ? "of-name" : "number", column?.active && "active"].filter(Boolean).join(" ") },
        el("button", { type: "button", title: hint, "data-sort": key, onclick: () => this.#sortBy(key, sort !== undefined) }, text));
    };
    const columns = this.shown.map((column) => title(column, column.key, column.title, column.hint));
    this.head.replaceChildren(title(undefined, "name", "Function", "Name"), ...columns);
  }

  #sortBy(key, again) {
    this.model.store.set({ sort: key, rising: again ? !this.model.get("rising") : false });
  }

  /** The first row of those to draw, and how far the table is scrolled in rows. */
  #draw(force = false) {
    const { scrollTop, clientHeight } = this.scroller;
    const visible = Math.ceil(clientHeight / TABLE_ROW);
    const height = Math.min(this.rows.length * TABLE_ROW, TALLEST);
    const scale = (this.rows.length * TABLE_ROW) / (height || 1);
    const first = Math.max(0, Math.min(Math.floor((scrollTop * scale) / TABLE_ROW), this.rows.length - visible) - SPARE);
    const last = Math.min(this.rows.length, first + visible + 2 * SPARE);
    if (!force && first === this.first && last === this.last) return;
    const focused = this.scroller.contains(document.activeElement) && document.activeElement.closest("tbody tr");
    [this.first, this.last] = [first, last];
    const above = Math.min(first * TABLE_ROW, Math.max(0, height - (last - first) * TABLE_ROW), scale > 1 ? scrollTop : Infinity);
    this.above.firstChild.style.height = `${above}px`;
    this.below.firstChild.style.height = `${Math.max(0, height - above - (last - first) * TABLE_ROW)}px`;
    this.above.firstChild.colSpan = this.below.firstChild.colSpan = this.shown.length + 1;
    const rows = this.rows.slice(first, last).map((fn, index) => this.#row(fn, first + index));
    this.body.replaceChildren(this.above, ...rows, this.below);
    if (focused) this.#focusRow(false);
  }

  #row(fn, index) {
    const { model } = this;
    const selected = fn === model.get("fn");
    const cells = this.shown.map((column) => this.#cell(column, fn));
    const described = model.functions[fn];
    const place = described.place || kindText(described);
    const row = el("tr", {
      "aria-rowindex": String(index + 2), "aria-current": selected && "true", "data-fn": String(fn),
      tabindex: index === this.current ? "0" : "-1", onclick: () => this.#choose(index),
    },
    el("th", { scope: "row", class: "of-name", title: `${described.name}\n${described.file ? `${described.file}:${described.line}` : place}` },
      swatch(model.palette.of(fn)), nameElement(described), el("bdi", { class: "place" }, place)),
    cells);
    return row;
  }

  #cell(column, fn) {
    const value = column.value(fn);
    const cell = el("td", { class: column.isChange ? changeClass(value) : column.active && "active", title: column.exact(value) },
      value === 0 ? el("span", { class: "zero" }, "0") : column.text(value));
    const largest = this.largest.get(column);
    if (largest && !column.isChange) cell.style.setProperty("--share", (value / largest).toFixed(4));
    return cell;
  }

  #choose(index) {
    this.current = index;
    this.select(this.rows[index]);
  }

  #key(event) {
    if (!event.target.closest("tbody")) return;
    const page = Math.max(1, Math.floor(this.scroller.clientHeight / TABLE_ROW) - 2);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    if (event.key === "Enter" || event.key === " ") this.#choose(this.current);
    else if (event.key in steps) {
      this.current = Math.max(0, Math.min(this.rows.length - 1, this.current + steps[event.key]));
      this.#focusRow(true);
    } else return;
    event.preventDefault();
  }

  #focusRow(scroll) {
    if (scroll) this.scrollTo(this.current);
    const row = this.body.querySelector(`tr[aria-rowindex="${this.current + 2}"]`);
    for (const other of this.body.querySelectorAll("tr[tabindex='0']")) other.tabIndex = -1;
    if (!row) return;
    row.tabIndex = 0;
    row.focus({ preventScroll: true });
  }

  /** Scrolls until the row is seen. */
  scrollTo(index) {
    const scale = Math.max(1, (this.rows.length * TABLE_ROW) / TALLEST);
    const { scrollTop, clientHeight } = this.scroller;
    const top = (index * TABLE_ROW) / scale;
    const room = clientHeight - 2 * TABLE_ROW;
    if (top < scrollTop) this.scroller.scrollTop = top;
    else if (top > scrollTop + room) this.scroller.scrollTop = top - room;
    this.#draw();
  }

  /** Marks the selected function and shows where it stands. */
  showSelected({ scroll }) {
    const index = this.rows.indexOf(this.model.get("fn"));
    if (index >= 0) {
      this.current = index;
      if (scroll) this.scrollTo(index);
    }
    this.#draw(true);
  }
}
