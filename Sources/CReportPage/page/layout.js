// Where a tree's nodes stand, from left to right.

/**
 * The left edge of each node, in units of `weight`. Order "heavy": the heaviest callee first; "first": in the
 * order of the first call, which is that of the nodes.
 */
function layOut(tree, weight, order) {
  const x = new Float64Array(tree.count);
  if (order === "heavy") placeHeavyFirst(tree, weight, x);
  else placeInOrder(tree, weight, x);
  return x;
}

function placeInOrder(tree, weight, x) {
  const next = x.slice(); // where a node's next child starts
  for (let node = 1; node < tree.count; node++) {
    const parent = tree.parent[node];
    x[node] = next[parent];
    next[node] = x[node];
    next[parent] += weight[node];
  }
}

function placeHeavyFirst(tree, weight, x) {
  const { end, count } = tree;
  const siblings = [];
  for (let parent = 0; parent < count; parent++) {
    const first = parent + 1;
    if (first >= end[parent]) continue;
    if (end[first] === end[parent]) {
      x[first] = x[parent];
      continue;
    }
    siblings.length = 0;
    for (let child = first; child < end[parent]; child = end[child]) siblings.push(child);
    sortByWeight(siblings, weight);
    let left = x[parent];
    for (const child of siblings) {
      x[child] = left;
      left += weight[child];
    }
  }
}

const FEW = 12;

/** Heaviest first; equal ones keep their order. */
function sortByWeight(nodes, weight) {
  if (nodes.length > FEW) {
    nodes.sort((a, b) => weight[b] - weight[a] || a - b);
    return;
  }
  for (let i = 1; i < nodes.length; i++) {
    const node = nodes[i];
    let at = i;
    for (; at > 0 && weight[nodes[at - 1]] < weight[node]; at--) nodes[at] = nodes[at - 1];
    nodes[at] = node;
  }
}
