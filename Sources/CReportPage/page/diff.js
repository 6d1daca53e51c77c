// Colours of a comparison: how much more or less a context takes than before.

/** Gives each node's colours. The largest change of any function's cell is drawn at full strength. */
function changeCells(model, tree, dark) {
  const clock = model.get("clock");
  const [before, after] = [tree.total(clock, 0), tree.total(clock, 1)];
  const most = Math.max(before[ROOT], after[ROOT], 1);
  return (node) => changeCell(shareOfChange(before[node], after[node], most), dark);
}

/** −1 … 1: relative to the larger of both, and quieter where both are a small part of the whole. */
function shareOfChange(before, after, whole) {
  const larger = Math.max(before, after);
  if (larger === 0 || before === after) return 0;
  const weight = Math.min(1, (20 * larger) / whole);
  return ((after - before) / larger) * Math.max(0.25, weight);
}
