// Which functions are meant by the search text and the choice of origin, and what they add up to.

/** null: no search; else one byte a function, 1 where it matches. Throws SyntaxError for a wrong /expression/. */
function matchFunctions(functions, query, origin) {
  const text = query.trim();
  if (!text && !origin) return null;
  const fits = matcher(text);
  return Uint8Array.from(functions, (fn) => (!origin || originOf(fn) === origin) && fits(fn));
}

function matcher(text) {
  const expression = /^\/(.+)\/(i?)$/.exec(text);
  if (expression) {
    const pattern = new RegExp(expression[1], expression[2]);
    return (fn) => pattern.test(fn.name) || pattern.test(fn.place);
  }
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return (fn) => {
    const haystack = `${fn.name}\n${fn.place}`.toLowerCase();
    return words.every((word) => haystack.includes(word));
  };
}

/** Functions and contexts that match, and their sum: what is below a match already is not counted again. */
function sumOfMatches(tree, weight, matches) {
  let [contexts, sum, openUntil] = [0, 0, 0];
  for (let node = 0; node < tree.count; node++) {
    if (tree.fn[node] < 0 || !matches[tree.fn[node]]) continue;
    contexts++;
    if (node < openUntil) continue;
    openUntil = tree.end[node];
    sum += weight[node];
  }
  return { functions: matches.reduce((count, match) => count + match, 0), contexts, sum };
}

/** Outermost matching contexts, the heaviest first. */
function heaviestMatches(tree, weight, matches) {
  const found = [];
  for (let node = 0; node < tree.count; ) {
    const match = tree.fn[node] >= 0 && matches[tree.fn[node]];
    if (match) found.push(node);
    node = match ? tree.end[node] : node + 1;
  }
  return found.sort((a, b) => weight[b] - weight[a] || a - b);
}
