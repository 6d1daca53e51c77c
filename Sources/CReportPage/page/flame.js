// One flame graph in its place: what part of a tree is seen, and when to draw it.

const ZOOM_MS = 220;

class Flame {
  /**
   * `host`: a `.flame` element. `options`: `scene()`, `flipped()`, `label`; `pick(node)` when a cell is clicked,
   * `zoomed(node)` when another node fills the width.
   */
  constructor(host, model, options) {
    this.host = host;
    this.model = model;
    this.options = options;
    this.canvas = el("canvas", { "aria-hidden": "true" });
    this.extent = el("div", { class: "flame-extent" });
    host.replaceChildren(this.canvas, this.extent);
    this.painter = new Painter(this.canvas, model);
    this.view = { from: 0, to: 1, top: 0, rows: 1, flipped: false };
    this.hover = NOBODY;
    this.cursor = NOBODY;
    this.zoomNode = ROOT;
    host.addEventListener("scroll", () => this.draw());
    new ResizeObserver(() => {
      const isNew = host.clientWidth !== this.painter.width || host.clientHeight !== this.painter.height;
      if (isNew) this.resize();
    }).observe(host);
    new FlameInput(this);
  }

  /** Takes the scene anew: another tree, clock or order. The zoomed node stays if it is one of the same tree. */
  show(zoomNode = ROOT) {
    const before = this.scene?.tree;
    this.scene = this.options.scene();
    this.zoomNode = zoomNode < this.scene.tree.count ? zoomNode : ROOT;
    if (before !== this.scene.tree) this.hover = this.cursor = NOBODY;
    Object.assign(this.view, this.#windowOf(this.zoomNode));
    this.resize(before !== this.scene.tree);
  }

  /** Fits to its host. `anew`: scroll to where the root is. */
  resize(anew = false) {
    if (!this.scene || !this.host.clientWidth) return;
    const { clientWidth, clientHeight } = this.host;
    const wasAtRoot = this.view.flipped && this.host.scrollTop + this.painter.height >= this.view.rows * ROW - 1;
    const flipped = this.options.flipped();
    const turned = flipped !== this.view.flipped;
    const rows = Math.max(this.scene.tree.rows, Math.floor(clientHeight / ROW));
    Object.assign(this.view, { rows, flipped });
    this.painter.resize(clientWidth, clientHeight);
    this.extent.style.height = `${Math.max(0, this.scene.tree.rows * ROW - clientHeight)}px`;
    if (anew || turned || wasAtRoot) this.host.scrollTop = flipped ? this.host.scrollHeight : 0;
    this.drawNow();
  }

  /** Zooms so that `node` fills the width; animated where people have not asked for less motion. */
  zoomTo(node, { animate = true } = {}) {
    this.zoomNode = node;
    const target = this.#windowOf(node);
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    if (!animate || matchMedia("(prefers-reduced-motion: reduce)").matches) {
      Object.assign(this.view, target);
      this.drawNow();
      return;
    }
    const { from, to } = this.view;
    const start = performance.now();
    const step = (now) => {
      const part = Math.min(1, Math.max(0, (now - start) / ZOOM_MS));
      const eased = 1 - (1 - part) ** 3;
      this.view.from = from + (target.from - from) * eased;
      this.view.to = to + (target.to - to) * eased;
      this.frame = part < 1 ? requestAnimationFrame(step) : 0;
      this.drawNow();
    };
    this.frame = requestAnimationFrame(step);
  }

  get isMoving() {
    return Boolean(this.frame);
  }

  /** Scrolls until the node's row is seen. */
  reveal(node) {
    const depth = this.scene.tree.depth[node];
    const top = (this.view.flipped ? this.view.rows - 1 - depth : depth) * ROW;
    const { scrollTop, clientHeight } = this.host;
    if (top < scrollTop || top + ROW > scrollTop + clientHeight) this.host.scrollTop = top - clientHeight / 2;
  }

  /** Moves or stretches what is seen, within the whole. */
  setWindow(from, to) {
    const whole = this.scene.weight[ROOT];
    const width = Math.min(whole, Math.max(to - from, whole / 1e9));
    this.view.from = Math.min(Math.max(0, from), whole - width);
    this.view.to = this.view.from + width;
    this.draw();
  }

  #windowOf(node) {
    const { weight, x } = this.scene;
    const width = weight[node] || weight[ROOT] || 1;
    return { from: weight[node] ? x[node] : 0, to: (weight[node] ? x[node] : 0) + width };
  }

  /** Draws before the next frame, once. */
  draw() {
    this.pending ||= requestAnimationFrame(() => this.drawNow());
  }

  drawNow() {
    cancelAnimationFrame(this.pending);
    this.pending = 0;
    if (!this.scene || !this.painter.width) return;
    this.view.top = this.host.scrollTop;
    const { matches, cellOf } = this.options.marks(this.scene);
    const marks = { matches, cellOf, selected: this.model.get("fn"), hover: this.hover, cursor: this.cursor };
    this.painter.paint(this.scene, this.view, marks);
  }

  /** Forgets the colours, which another theme has others of. */
  restyle() {
    this.painter.style = undefined;
    this.draw();
  }

  /** What stands at a place of the canvas: `{node}`, `{group}` of cells left out, or null. */
  at(px, py) {
    const { scene, view, painter } = this;
    if (!scene) return null;
    const row = Math.floor((py + view.top) / ROW);
    const depth = view.flipped ? view.rows - 1 - row : row;
    if (depth < 0 || depth >= scene.tree.rows) return null;
    const group = painter.small.find((one) => one.depth === depth && one.from <= px && px < one.to);
    if (group) return { group };
    const place = view.from + (px / painter.width) * (view.to - view.from);
    let node = ROOT;
    while (node >= 0 && scene.tree.depth[node] < depth) {
      node = scene.tree.childAt(node, place, scene.x, scene.weight);
    }
    return node >= 0 && scene.weight[ROOT] > 0 ? { node } : null;
  }

  /** Where a node is on the screen, in client coordinates. */
  boxOf(node) {
    const { scene, view, painter } = this;
    const perUnit = painter.width / (view.to - view.from);
    const { left, top } = this.canvas.getBoundingClientRect();
    return {
      x: left + (scene.x[node] - view.from) * perUnit,
      y: top + painter.rowTop(scene.tree.depth[node], view),
      width: scene.weight[node] * perUnit,
      height: ROW - 1,
    };
  }
}
