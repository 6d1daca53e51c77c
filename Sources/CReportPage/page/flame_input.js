// Pointer, wheel and keys over a flame graph.

const DRAG_FROM = 4; // px: less is a click

class FlameInput {
  constructor(flame) {
    this.flame = flame;
    const { host } = flame;
    host.addEventListener("pointermove", (event) => this.#move(event));
    host.addEventListener("pointerleave", () => this.#hover(null));
    host.addEventListener("pointerdown", (event) => this.#press(event));
    host.addEventListener("pointerup", (event) => this.#release(event));
    host.addEventListener("pointercancel", () => (this.pressed = null));
    host.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    host.addEventListener("keydown", (event) => this.#key(event));
    host.addEventListener("focus", () => host.matches(":focus-visible") && this.#setCursor(this.#start()));
    host.addEventListener("blur", () => this.#setCursor(NOBODY));
  }

  #place(event) {
    const box = this.flame.canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  #move(event) {
    const { flame, pressed } = this;
    if (pressed && (pressed.dragged || Math.abs(event.clientX - pressed.x) > DRAG_FROM)) {
      pressed.dragged = true;
      tooltip.hide();
      const shift = ((event.clientX - pressed.x) / flame.painter.width) * (pressed.to - pressed.from);
      flame.setWindow(pressed.from - shift, pressed.to - shift);
      return;
    }
    this.#hover(flame.at(...this.#place(event)), event);
  }

  #hover(hit, event) {
    const { flame } = this;
    const node = hit?.node ?? NOBODY;
    if (node !== flame.hover) {
      flame.hover = node;
      flame.host.style.cursor = node >= 0 ? "pointer" : "default";
      flame.draw();
    }
    if (hit) tooltip.show(flame, hit, event.clientX, event.clientY);
    else tooltip.hide();
  }

  #press(event) {
    if (event.button !== 0 || event.offsetX > this.flame.host.clientWidth) return;
    const { from, to } = this.flame.view;
    this.pressed = { x: event.clientX, from, to, dragged: false };
  }

  #release(event) {
    const { pressed, flame } = this;
    this.pressed = null;
    if (!pressed || pressed.dragged) return;
    const hit = flame.at(...this.#place(event));
    const node = hit?.node ?? hit?.group?.parent;
    if (node !== undefined) flame.options.pick(node);
  }

  /** With Ctrl (or two fingers) zoom at the pointer, sideways move; the rest is the browser's. */
  #wheel(event) {
    const { flame } = this;
    const { from, to } = flame.view;
    const perPixel = (to - from) / flame.painter.width;
    const sideways = event.deltaX || (event.shiftKey ? event.deltaY : 0);
    if (event.ctrlKey || event.metaKey) {
      const place = from + this.#place(event)[0] * perPixel;
      const factor = Math.exp(Math.max(-60, Math.min(60, event.deltaY)) / 120);
      flame.setWindow(place - (place - from) * factor, place + (to - place) * factor);
    } else if (sideways && Math.abs(sideways) >= Math.abs(event.shiftKey ? 0 : event.deltaY)) {
      flame.setWindow(from + sideways * perPixel, to + sideways * perPixel);
    } else return;
    tooltip.hide();
    event.preventDefault();
  }

  /** Where the cursor begins. */
  #start() {
    const { flame } = this;
    return flame.cursor >= 0 ? flame.cursor : flame.zoomNode;
  }

  #key(event) {
    const { flame } = this;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const node = this.#start();
    const [toRoot, toLeaves] = flame.view.flipped ? ["ArrowDown", "ArrowUp"] : ["ArrowUp", "ArrowDown"];
    const moves = {
      [toRoot]: () => this.#setCursor(Math.max(ROOT, flame.scene.tree.parent[node])),
      [toLeaves]: () => this.#setCursor(this.#siblings(node, true)[0] ?? node),
      ArrowLeft: () => this.#setCursor(this.#sibling(node, -1)),
      ArrowRight: () => this.#setCursor(this.#sibling(node, 1)),
      Enter: () => flame.options.pick(node),
    };
    if (!moves[event.key]) return;
    event.preventDefault();
    moves[event.key]();
  }

  /** Children of the node (or of its parent), from left to right. */
  #siblings(node, below = false) {
    const { tree, x, weight } = this.flame.scene;
    const parent = below ? node : tree.parent[node];
    if (parent < 0) return [node];
    return tree.children(parent).filter((one) => weight[one] > 0).sort((a, b) => x[a] - x[b]);
  }

  #sibling(node, step) {
    const siblings = this.#siblings(node);
    return siblings[siblings.indexOf(node) + step] ?? node;
  }

  #setCursor(node) {
    const { flame } = this;
    flame.cursor = node;
    if (node >= 0 && flame.scene) {
      flame.reveal(node);
      announce(describeNode(flame.model, flame.scene, node));
    }
    flame.draw();
  }
}

/** One line for the ear: name, time, share, calls. */
function describeNode(model, { tree, weight }, node) {
  const value = model.valueText(weight[node]);
  const calls = tree.sides.at(-1).calls[node];
  const share = percentText(weight[node], weight[ROOT]);
  return `${model.nameOf(tree.fn[node])}, ${value}, ${share}, ${plural(calls, "call")}, level ${tree.depth[node]}`;
}
