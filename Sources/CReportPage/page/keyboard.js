// Keys that work anywhere on the page, and the list of them.

const KEYS = [
  ["/", "search; Enter goes to the next match, Shift+Enter back"],
  ["1 2 3 4", "wall, CPU, wait, calls"],
  ["t  T", "next, previous thread"],
  ["o", "order: heaviest first, or by first call"],
  ["f", "top down or bottom up"],
  ["s", "callers and callees of the selected function as flame graphs"],
  ["b", "comparison: widths of before, after or both"],
  ["Tab", "to the flame graph, the table, the details"],
  ["↑ ↓ ← →", "in the flame graph: caller, callee, neighbours; in the table: rows"],
  ["Enter", "zoom in and select; in the table: select"],
  ["Backspace", "zoom out by one level; the browser's Back undoes a step"],
  ["0", "zoom out fully"],
  ["Esc", "close, clear the search, zoom out: one after the other"],
  ["Ctrl + wheel", "zoom at the pointer; drag to move"],
  ["d", "light or dark"],
  ["?", "this list"],
];

/** `actions`: what to do, by key. */
function listenToKeys(actions) {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    const typing = event.target.closest("input, select, textarea, dialog[open]");
    if (typing && event.key !== "Escape") return;
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}

function showKeys() {
  const dialog = byId("help");
  byId("keys").replaceChildren(...KEYS.flatMap(([keys, meaning]) => [
    el("dt", {}, keys.split(" ").filter(Boolean).map((key) => (key === "+" ? "+" : el("kbd", {}, key)))),
    el("dd", {}, meaning),
  ]));
  if (dialog.open) dialog.close();
  else dialog.showModal();
}
