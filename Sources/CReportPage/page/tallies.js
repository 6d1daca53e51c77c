// Counts and times of functions and of caller → callee pairs. The rules are those of the core's CallStatistics:
// a total is that of contexts that have no context of the same function (the same pair) above them.

// So is suspension: what an awaited coroutine was suspended its awaiter was too, so a node has it of all below.

const SUMS = NUMBERS.filter((name) => name !== "suspended");
const TALLIES = [...NUMBERS, "primitive", "totalWall", "totalCpu"];

/** Columns with a row for each function, from the tree. */
function functionTallies(tree, functionCount, side = 0) {
  const tallies = Object.fromEntries(TALLIES.map((name) => [name, new Float64Array(functionCount)]));
  const numbers = tree.sides[side];
  const [wall, cpu] = [tree.total("wall", side), tree.total("cpu", side)];
  const openUntil = new Int32Array(functionCount); // where the subtree of the outermost one ends
  for (let node = 0; node < tree.count; node++) {
    const fn = tree.fn[node];
    if (fn < 0) continue;
    for (const name of SUMS) tallies[name][fn] += numbers[name][node];
    if (node < openUntil[fn]) continue;
    openUntil[fn] = tree.end[node];
    tallies.primitive[fn] += numbers.calls[node];
    tallies.suspended[fn] += numbers.suspended[node];
    tallies.totalWall[fn] += wall[node];
    tallies.totalCpu[fn] += cpu[node];
  }
  return tallies;
}

/** The pairs of `fn`: who called it (-1: a thread itself), whom it called. Unordered. */
function edgesOf(tree, fn, side = 0) {
  const callers = new EdgeTallies(tree, side);
  const callees = new EdgeTallies(tree, side);
  for (let node = 1; node < tree.count; node++) {
    const caller = tree.fn[tree.parent[node]];
    if (tree.fn[node] === fn) callers.add(Math.max(caller, -1), node);
    if (caller === fn) callees.add(tree.fn[node], node);
  }
  if (tree.count && tree.fn[0] === fn) callers.add(-1, 0);
  return { callers: callers.rows(), callees: callees.rows() };
}

class EdgeTallies {
  constructor(tree, side) {
    this.tree = tree;
    this.numbers = tree.sides[side];
    this.totals = [tree.total("wall", side), tree.total("cpu", side)];
    this.edges = new Map();
  }

  /** Counts a context of the pair with the function `other`. Nodes come in pre-order. */
  add(other, node) {
    let edge = this.edges.get(other);
    if (!edge) {
      edge = { fn: other, openUntil: 0 };
      for (const name of TALLIES) edge[name] = 0;
      this.edges.set(other, edge);
    }
    for (const name of SUMS) edge[name] += this.numbers[name][node];
    if (node < edge.openUntil) return;
    edge.openUntil = this.tree.end[node];
    edge.primitive += this.numbers.calls[node];
    edge.suspended += this.numbers.suspended[node];
    edge.totalWall += this.totals[0][node];
    edge.totalCpu += this.totals[1][node];
  }

  rows() {
    return [...this.edges.values()];
  }
}

/** The same from the pairs that a profile without contexts brought along. */
function edgesWithoutTree(edges, fn) {
  const callers = edges.filter((edge) => edge.callee === fn).map((edge) => ({ ...edge, fn: edge.caller }));
  const callees = edges.filter((edge) => edge.caller === fn).map((edge) => ({ ...edge, fn: edge.callee }));
  return { callers, callees };
}

/** Calls for the clock "calls", else nanoseconds. `row`: of `EdgeTallies`, or a function's. */
function selfOf(row, clock) {
  if (clock === "wall") return row.selfWall;
  if (clock === "cpu") return row.selfCpu;
  return clock === "wait" ? Math.max(0, row.selfWall - row.selfCpu) : row.calls;
}

function totalOf(row, clock) {
  if (clock === "wall") return row.totalWall;
  if (clock === "cpu") return row.totalCpu;
  return clock === "wait" ? Math.max(0, row.totalWall - row.totalCpu) : row.calls;
}

/** The same of columns: gives the value of a row. */
function selfAt({ selfWall, selfCpu, calls }, clock) {
  if (clock === "wall") return (row) => selfWall[row];
  if (clock === "cpu") return (row) => selfCpu[row];
  return clock === "wait" ? (row) => Math.max(0, selfWall[row] - selfCpu[row]) : (row) => calls[row];
}

function totalAt({ totalWall, totalCpu, calls }, clock) {
  return selfAt({ selfWall: totalWall, selfCpu: totalCpu, calls }, clock);
}

/** Row `index` of columns. */
function rowOf(columns, index) {
  return Object.fromEntries(TALLIES.map((name) => [name, columns[name][index]]));
}
