// Draws a tree's cells. Knows nothing of the page around the canvas.

const ROW = 21; // px, the gap below included
const NARROWEST = 0.4; // px: what is narrower is left out, with all below it
const LABEL_FROM = 26; // px: a narrower cell has no name
const PADDING = 6;

class Painter {
  constructor(canvas, model) {
    this.canvas = canvas;
    this.model = model;
    this.context = canvas.getContext("2d");
    this.widths = new Map();
    this.small = [];
  }

  /** Fits the canvas to its place in CSS pixels. */
  resize(width, height) {
    const scale = devicePixelRatio || 1;
    this.scale = scale;
    [this.width, this.height] = [width, height];
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(height * scale);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
  }

  /**
   * `view`: what is seen: `from`, `to` (units of weight), `top` (px), `rows` and whether `flipped`.
   * `marks`: `matches`, `selected` function, `hover` and `cursor` nodes, `cellOf(node)`.
   */
  paint(scene, view, marks) {
    const { context } = this;
    this.style ??= readStyle(this.canvas);
    context.setTransform(this.scale, 0, 0, this.scale, 0, 0);
    context.clearRect(0, 0, this.width, this.height);
    context.font = this.style.font;
    context.textBaseline = "middle";
    this.small = [];
    this.groups = new Map();
    this.#cells(scene, view, marks);
    this.#smallGroups(view);
    for (const [node, color] of [[marks.hover, this.style.hover], [marks.cursor, this.style.accent]]) {
      if (node >= 0) this.#outline(scene, view, node, color, 2);
    }
  }

  rowTop(depth, view) {
    return (view.flipped ? view.rows - 1 - depth : depth) * ROW - view.top;
  }

  #cells({ tree, weight, x }, view, marks) {
    const { depth, end, count } = tree;
    const perUnit = this.width / (view.to - view.from || 1);
    const [topRow, bottomRow] = [Math.floor(view.top / ROW), Math.ceil((view.top + this.height) / ROW)];
    const shallowest = view.flipped ? view.rows - 1 - bottomRow : topRow;
    const deepest = view.flipped ? view.rows - 1 - topRow : bottomRow;
    for (let node = 0; node < count; ) {
      const left = (x[node] - view.from) * perUnit;
      const width = weight[node] * perUnit;
      if (left >= this.width || left + width <= 0 || depth[node] > deepest) {
        node = end[node];
      } else if (width < NARROWEST && node > 0) {
        if (depth[node] >= shallowest && width > 0) this.#leaveOut(tree, node, left, width);
        node = end[node];
      } else {
        if (depth[node] >= shallowest) this.#cell(tree, node, left, width, view, marks, weight);
        node++;
      }
    }
  }

  #cell(tree, node, left, width, view, marks, weight) {
    const { context } = this;
    const fn = tree.fn[node];
    const cell = marks.cellOf(node);
    const top = this.rowTop(tree.depth[node], view);
    const [from, to] = [Math.max(0, left), Math.min(this.width, left + width)];
    const shown = Math.max(to - from - (width > 3 ? 1 : 0), 0.5);
    const faint = marks.matches && !(fn >= 0 && marks.matches[fn]);
    context.globalAlpha = faint ? this.style.faint : 1;
    context.fillStyle = cell.fill;
    if (shown > 5) {
      context.beginPath();
      context.roundRect(from, top, shown, ROW - 1, 3);
      context.fill();
    } else {
      context.fillRect(from, top, shown, ROW - 1);
    }
    if (fn >= 0 && fn === marks.selected && shown > 2) this.#ring(from, top, shown, this.style.accent, 1.5);
    if (shown >= LABEL_FROM) this.#label(fn, weight[node], from, top, shown, cell, faint);
    context.globalAlpha = 1;
  }

  #label(fn, value, left, top, width, cell, faint) {
    const { context } = this;
    const room = width - 2 * PADDING;
    const middle = top + ROW / 2;
    const text = this.#fit(fn, room);
    context.globalAlpha = faint ? 0.55 : 1;
    context.fillStyle = cell.text;
    context.fillText(text, left + PADDING, middle);
    const free = room - this.#measure(text) - 16;
    if (free < 48) return;
    const number = this.model.valueText(value);
    const wide = this.#measure(number);
    if (wide > free) return;
    context.globalAlpha = faint ? 0.35 : 0.72;
    context.fillText(number, left + width - PADDING - wide, middle);
  }

  /** The name as far as there is room: without its module before without its end. */
  #fit(fn, room) {
    const name = this.model.nameOf(fn);
    if (this.#measure(name) <= room) return name;
    const short = fn >= 0 ? this.model.functions[fn].qualifiedName || name : name;
    const width = this.#measure(short);
    if (width <= room) return short;
    let count = Math.floor((short.length * room) / width);
    while (count > 0) {
      const cut = short.slice(0, count).replace(/[\ud800-\udbff]$/, "") + "…";
      if (this.#measure(cut) <= room) return cut;
      count--;
    }
    return "";
  }

  #measure(text) {
    let width = this.widths.get(text);
    if (width === undefined) {
      if (this.widths.size > 50_000) this.widths.clear();
      this.widths.set(text, (width = this.context.measureText(text.slice(0, 500)).width));
    }
    return width;
  }

  /** Siblings too narrow to be drawn make one group. */
  #leaveOut(tree, node, left, width) {
    const parent = tree.parent[node];
    let group = this.groups.get(parent);
    const touches = group && left <= group.to + 1 && left + width >= group.from - 1;
    if (!group || (this.model.get("order") === "first" && !touches)) {
      group = { parent, depth: tree.depth[node], from: left, to: left + width, count: 0 };
      this.groups.set(parent, group);
      this.small.push(group);
    }
    group.from = Math.min(group.from, left);
    group.to = Math.max(group.to, left + width);
    group.count++;
  }

  #smallGroups(view) {
    const { context } = this;
    context.fillStyle = this.style.rest;
    for (const group of this.small) {
      const [from, to] = [Math.max(0, group.from), Math.min(this.width, group.to)];
      if (to - from < 1) continue;
      const top = this.rowTop(group.depth, view);
      context.fillRect(from, top, to - from, ROW - 1);
      const text = `(${countText(group.count)} smaller)`;
      if (this.#measure(text) > to - from - 2 * PADDING) continue;
      context.fillStyle = this.style.quiet;
      context.fillText(text, from + PADDING, top + ROW / 2);
      context.fillStyle = this.style.rest;
    }
  }

  #outline({ tree, weight, x }, view, node, color, line) {
    const perUnit = this.width / (view.to - view.from || 1);
    const left = (x[node] - view.from) * perUnit;
    const from = Math.max(0, left);
    const width = Math.min(this.width, left + weight[node] * perUnit) - from - 1;
    this.#ring(from, this.rowTop(tree.depth[node], view), Math.max(2, width), color, line);
  }

  #ring(left, top, width, color, line) {
    const { context } = this;
    context.strokeStyle = color;
    context.lineWidth = line;
    context.beginPath();
    context.roundRect(left + line / 2, top + line / 2, Math.max(1, width - line), ROW - 1 - line, 3);
    context.stroke();
  }
}

/** What the canvas takes from the style sheet. */
function readStyle(canvas) {
  const style = getComputedStyle(canvas);
  const color = (name) => {
    canvas.style.outlineColor = `var(${name})`; // so that light-dark() is worked out
    return getComputedStyle(canvas).outlineColor;
  };
  return {
    font: `12px ${style.fontFamily}`,
    accent: color("--accent"),
    hover: color("--text"),
    rest: color("--rest"),
    quiet: color("--quiet"),
    faint: 0.3,
  };
}
