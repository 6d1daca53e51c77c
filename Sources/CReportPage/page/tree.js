// Calling contexts in pre-order as columns: a node's subtree is the nodes from itself up to `end`.

/** `fn` of a node that stands for all threads; of thread t it is `THREAD_ROOT - t`. */
const ALL_THREADS = -1;
const THREAD_ROOT = -2;

const NUMBERS = ["calls", "resumptions", "open", "selfWall", "selfCpu", "suspended", "overhead"];
const CLOCKS = ["wall", "cpu", "wait", "calls"];

class CallTree {
  /** `parent` must be smaller than its node; `sides`: columns of numbers, one set for each side. */
  constructor(parent, fn, sides) {
    this.parent = parent;
    this.fn = fn;
    this.sides = sides;
    this.count = parent.length;
    this.depth = new Int32Array(this.count);
    this.end = new Int32Array(this.count);
    this.rows = 0;
    this.cache = new Map();
    this.#measure();
  }

  #measure() {
    const { parent, depth, end, count } = this;
    for (let node = 0; node < count; node++) {
      if (node > 0) depth[node] = depth[parent[node]] + 1;
      if (depth[node] >= this.rows) this.rows = depth[node] + 1;
      end[node] = node + 1;
    }
    for (let node = count - 1; node > 0; node--) {
      const up = parent[node];
      if (end[node] > end[up]) end[up] = end[node];
    }
  }

  /** Of each node by itself. Wait: off the processor, which no clock lets be negative. */
  self(clock, side = 0) {
    const { selfWall, selfCpu, calls } = this.sides[side];
    if (clock === "wall") return selfWall;
    if (clock === "cpu") return selfCpu;
    if (clock === "calls") return calls;
    return this.#cached(`self wait ${side}`, () => selfWall.map((wall, i) => Math.max(0, wall - selfCpu[i])));
  }

  /** Of each node and all below it. */
  total(clock, side = 0) {
    return this.#cached(`${clock} ${side}`, () => {
      const total = this.self(clock, side).slice();
      for (let node = this.count - 1; node > 0; node--) total[this.parent[node]] += total[node];
      return total;
    });
  }

  /** How wide nodes are drawn: of two sides the wider one's, added up so that children fit. */
  weight(clock, side) {
    if (side !== "both") return this.total(clock, side);
    return this.#cached(`${clock} both`, () => {
      const [before, after] = [this.total(clock, 0), this.total(clock, 1)];
      return before.map((weight, node) => weight + after[node]);
    });
  }

  #cached(key, make) {
    if (!this.cache.has(key)) this.cache.set(key, make());
    return this.cache.get(key);
  }

  /** The nodes from the root to this one. */
  path(node) {
    const path = [];
    for (let up = node; up >= 0; up = this.parent[up]) path.push(up);
    return path.reverse();
  }

  /** The child of `node` at this place of a layout, or -1. */
  childAt(node, place, x, weight) {
    for (let child = node + 1; child < this.end[node]; child = this.end[child]) {
      if (x[child] <= place && place < x[child] + weight[child]) return child;
    }
    return -1;
  }

  children(node) {
    const children = [];
    for (let child = node + 1; child < this.end[node]; child = this.end[child]) children.push(child);
    return children;
  }
}

/** Columns for so many nodes, all zero. */
function emptyNumbers(count) {
  return Object.fromEntries(NUMBERS.map((name) => [name, new Float64Array(count)]));
}

/** The tree of one thread, or with a root above them those of several, side by side. */
function treeOfThreads(report, threads) {
  const { shape, sides } = report;
  const starts = [0];
  for (const count of shape.threadCounts) starts.push(starts.at(-1) + count);
  const extra = threads.length === 1 ? 0 : 1;
  const count = threads.reduce((sum, thread) => sum + 1 + shape.threadCounts[thread], extra);
  const parent = new Int32Array(count).fill(-1);
  const fn = new Int32Array(count).fill(ALL_THREADS);
  const numbers = emptyNumbers(count);
  let at = extra;
  for (const thread of threads) {
    const [from, to] = [starts[thread], starts[thread + 1]];
    const root = at++;
    parent[root] = extra - 1;
    fn[root] = THREAD_ROOT - thread;
    numbers.selfWall[root] = sides[0].threads[thread].selfWall;
    numbers.selfCpu[root] = sides[0].threads[thread].selfCpu;
    for (let node = from; node < to; node++) {
      parent[at + node - from] = shape.parent[node] < 0 ? root : shape.parent[node] - from + at;
    }
    fn.set(shape.fn.subarray(from, to), at);
    for (const name of NUMBERS) numbers[name].set(sides[0].nodes[name].subarray(from, to), at);
    at += to - from;
  }
  return new CallTree(parent, fn, [numbers]);
}
