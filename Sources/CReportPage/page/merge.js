// Trees made from trees: contexts of one path taken together.

/** Numbers for pairs of small integers, in the order in which they are first asked for. */
class PairTable {
  constructor(most) {
    const bits = Math.max(4, Math.ceil(Math.log2(2 * most + 1)));
    this.mask = 2 ** bits - 1;
    this.places = new Int32Array(2 ** bits).fill(-1);
    this.left = new Int32Array(most);
    this.right = new Int32Array(most);
    this.count = 0;
  }

  /** The pair's number; `count` grows when it is new. */
  number(left, right) {
    let hash = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b);
    hash ^= hash >>> 15;
    for (let place = hash & this.mask; ; place = (place + 1) & this.mask) {
      const number = this.places[place];
      if (number < 0) {
        this.places[place] = this.count;
        this.left[this.count] = left;
        this.right[this.count] = right;
        return this.count++;
      }
      if (this.left[number] === left && this.right[number] === right) return number;
    }
  }
}

/** Collects contexts under a root, node 0; those of one parent and function become one. */
class TreeMerger {
  constructor(rootFunction, most, sideCount) {
    this.pairs = new PairTable(most + 1);
    this.pairs.number(-1, rootFunction);
    this.sides = times(sideCount, () => emptyNumbers(most + 1));
  }

  /** The node of `fn` below `parent`. */
  node(parent, fn) {
    return this.pairs.number(parent, fn);
  }

  get hasRoom() {
    return this.pairs.count < this.pairs.left.length;
  }

  /** Adds what `sides` hold for `from` to node `to`. */
  add(to, sides, from) {
    sides.forEach((side, index) => {
      const sums = this.sides[index];
      sums.calls[to] += side.calls[from];
      sums.resumptions[to] += side.resumptions[from];
      sums.open[to] += side.open[from];
      sums.selfWall[to] += side.selfWall[from];
      sums.selfCpu[to] += side.selfCpu[from];
      sums.suspended[to] += side.suspended[from];
      sums.overhead[to] += side.overhead[from];
    });
  }

  /** The nodes in pre-order. A parent is older than its nodes, so one pass each way will do. */
  tree() {
    const { count, left: parent, right: fn } = this.pairs;
    const size = new Int32Array(count).fill(1);
    for (let node = count - 1; node > 0; node--) size[parent[node]] += size[node];
    const place = new Int32Array(count);
    const next = new Int32Array(count).fill(1); // where a node's next child goes
    const ordered = { parent: new Int32Array(count).fill(-1), fn: new Int32Array(count) };
    ordered.fn[0] = fn[0];
    for (let node = 1; node < count; node++) {
      const up = parent[node];
      place[node] = next[up];
      next[up] += size[node];
      next[node] = place[node] + 1;
      ordered.parent[place[node]] = place[up];
      ordered.fn[place[node]] = fn[node];
    }
    const sides = this.sides.map((side) => {
      const columns = emptyNumbers(count);
      for (const name of NUMBERS) {
        const [from, to] = [side[name], columns[name]];
        for (let node = 0; node < count; node++) to[place[node]] = from[node];
      }
      return columns;
    });
    return new CallTree(ordered.parent, ordered.fn, sides);
  }
}

/** All threads taken together by path. */
function mergedTree(report) {
  const { shape, sides } = report;
  const merger = new TreeMerger(ALL_THREADS, shape.count, sides.length);
  const place = new Int32Array(shape.count);
  const numbers = sides.map((side) => side.nodes);
  for (let node = 0; node < shape.count; node++) {
    const parent = shape.parent[node];
    place[node] = merger.node(parent < 0 ? 0 : place[parent], shape.fn[node]);
    merger.add(place[node], numbers, node);
  }
  sides.forEach((side, index) => {
    for (const thread of side.threads) {
      merger.sides[index].selfWall[0] += thread.selfWall;
      merger.sides[index].selfCpu[0] += thread.selfCpu;
    }
  });
  return merger.tree();
}

/** What `fn` called, everywhere: its outermost contexts taken together, with all below them. */
function calleesTree(tree, fn) {
  const merger = new TreeMerger(fn, tree.count, tree.sides.length);
  const place = new Int32Array(tree.count);
  for (let top = 0; top < tree.count; ) {
    if (tree.fn[top] !== fn) {
      top++;
      continue;
    }
    merger.add(0, tree.sides, top);
    for (let node = top + 1; node < tree.end[top]; node++) {
      place[node] = merger.node(tree.parent[node] === top ? 0 : place[tree.parent[node]], tree.fn[node]);
      merger.add(place[node], tree.sides, node);
    }
    top = tree.end[top];
  }
  return merger.tree();
}

const MOST_CALLER_LEVELS = 100;
const MOST_CALLER_NODES = 4e6;

/** Who called `fn`, upside down: a node's self numbers are those of the calls that came from a top there. */
function callersTree(tree, fn) {
  const totals = tree.sides.map((numbers, side) => ({
    ...numbers,
    selfWall: tree.total("wall", side),
    selfCpu: tree.total("cpu", side),
  }));
  const outermost = [];
  let most = 0;
  for (let node = 0; node < tree.count; ) {
    if (tree.fn[node] === fn) {
      outermost.push(node);
      most += Math.min(tree.depth[node], MOST_CALLER_LEVELS);
    }
    node = tree.fn[node] === fn ? tree.end[node] : node + 1;
  }
  const merger = new TreeMerger(fn, Math.min(most, MOST_CALLER_NODES), tree.sides.length);
  for (const node of outermost) {
    let place = 0;
    let up = tree.parent[node];
    for (let level = 0; up > 0 && level < MOST_CALLER_LEVELS && merger.hasRoom; level++) {
      place = merger.node(place, tree.fn[up]);
      up = tree.parent[up];
    }
    merger.add(place, totals, node);
  }
  return merger.tree();
}
