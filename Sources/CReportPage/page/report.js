// The data of the report as they were packed: see Swift's PackedReport, whose order this follows.

const REPORT_VERSION = 3;
const KINDS = ["python", "builtin", "method", "type", "gc", "folded", "thread", "cut", "span", "label"];

/** Everything that stands in the file. `sides`: one profile, or those before and after. */
function readReport(bytes) {
  const reader = new ColumnReader(bytes);
  const version = reader.number();
  if (version !== REPORT_VERSION) throw new Error(`the data have version ${version}`);
  const kept = { hasSuspension: reader.number() === 1, hasOverhead: reader.number() === 1 };
  const sides = times(reader.number(), () => readSide(reader));
  const functions = readFunctions(reader);
  for (const side of sides) side.functions = readFunctionNumbers(reader, functions.length, kept);
  const shape = readShape(reader);
  for (const side of sides) side.nodes = readNumbers(reader, shape.count, kept);
  const edges = times(reader.number(), () => readEdge(reader));
  return { sides, functions, shape, edges, isDiff: sides.length > 1 };
}

function times(count, make) {
  return Array.from({ length: count }, (_, index) => make(index));
}

function readSide(reader) {
  const entries = times(reader.number(), () => [reader.text(), reader.text()]);
  const facts = Object.fromEntries(entries);
  facts.clockNotes = entries.filter(([name]) => name === "clockNote").map(([, text]) => text);
  facts.missingTargets = entries.filter(([name]) => name === "missingTarget").map(([, text]) => text);
  const threads = times(reader.number(), (index) => {
    const [name, osID, flags] = [reader.text(), reader.number(), reader.number()];
    const [startNs, durationNs, selfWall, selfCpu] = reader.column(4);
    const known = { startedBefore: (flags & 1) !== 0, ended: (flags & 2) !== 0 };
    return { index, name, osID, ...known, startNs, durationNs, selfWall, selfCpu };
  });
  return { facts, threads };
}

function readFunctions(reader) {
  const lengths = reader.column(reader.number());
  const texts = Array.from(lengths, (length) => reader.textOf(length));
  const count = reader.number();
  const [names, qualified, modules, files, places] = times(5, () => reader.column(count, Uint32Array));
  const lines = reader.signedColumn(count);
  const kinds = reader.column(count, Uint8Array);
  return times(count, (index) => ({
    index,
    name: texts[names[index]],
    qualifiedName: texts[qualified[index]],
    module: texts[modules[index]],
    file: texts[files[index]],
    place: files[index] === undefined || !texts[files[index]] ? "" : `${texts[places[index]]}:${lines[index]}`,
    line: lines[index],
    kind: KINDS[kinds[index]] ?? "python",
  }));
}

/** `kept`: which columns there are besides those of every profile. */
function readNumbers(reader, count, kept) {
  const calls = reader.column(count);
  const resumptions = reader.column(count);
  const open = reader.column(count);
  const selfWall = reader.column(count);
  const selfCpu = reader.columnBelow(selfWall);
  const suspended = kept.hasSuspension ? reader.column(count) : new Float64Array(count);
  const overhead = kept.hasOverhead ? reader.column(count) : new Float64Array(count);
  return { calls, resumptions, open, selfWall, selfCpu, suspended, overhead };
}

function readFunctionNumbers(reader, count, kept) {
  const own = readNumbers(reader, count, kept);
  const primitive = reader.column(count);
  const totalWall = reader.column(count);
  const totalCpu = reader.columnBelow(totalWall);
  return { ...own, primitive, totalWall, totalCpu };
}

/** The tree without its root: for each node its parent (-1: none), its depth, and the end of its subtree. */
function readShape(reader) {
  const count = reader.number();
  const rises = reader.column(count, Uint32Array);
  const fn = reader.column(count, Int32Array);
  const threadCounts = reader.column(reader.number(), Uint32Array);
  const parent = new Int32Array(count);
  const path = new Int32Array(count + 1); // the last node at each depth
  let deepest = 0;
  for (let node = 0; node < count; node++) {
    const depth = deepest - rises[node];
    parent[node] = depth === 0 ? -1 : path[depth - 1];
    path[depth] = node;
    deepest = depth + 1;
  }
  return { count, parent, fn, threadCounts };
}

function readEdge(reader) {
  const caller = reader.number() - 1;
  const [callee, calls, primitive, resumptions, selfWall, selfCpu, totalWall, totalCpu] = reader.column(8);
  return { caller, callee, calls, primitive, resumptions, selfWall, selfCpu, totalWall, totalCpu };
}
