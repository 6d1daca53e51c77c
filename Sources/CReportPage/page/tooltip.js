// The exact numbers of the cell under the pointer.

const CLOCK_NAMES = { wall: "Wall", cpu: "CPU", wait: "Waiting", calls: "Calls" };

const tooltip = {
  show(flame, hit, x, y) {
    const box = byId("tooltip");
    const content = hit.group ? groupTip(flame, hit.group) : nodeTip(flame, hit.node);
    box.replaceChildren(...content);
    box.hidden = false;
    const { offsetWidth, offsetHeight } = box;
    const left = x + 14 + offsetWidth > innerWidth - 8 ? x - offsetWidth - 10 : x + 14;
    const top = y + 18 + offsetHeight > innerHeight - 8 ? y - offsetHeight - 10 : y + 18;
    box.style.transform = `translate(${Math.max(8, left)}px, ${Math.max(8, top)}px)`;
  },

  hide() {
    byId("tooltip").hidden = true;
  },
};

function nodeTip({ model, scene }, node) {
  const fnIndex = scene.tree.fn[node];
  const fn = model.functions[fnIndex];
  const head = fn ? nameElement(fn) : el("bdi", { class: "name" }, model.nameOf(fnIndex));
  const where = fn && (fn.place || kindText(fn));
  return [
    el("div", { class: "tip-name" }, head),
    where && el("div", { class: "tip-place" }, el("bdi", {}, where)),
    model.isDiff ? changeTable(model, scene.tree, node) : numbersTable(model, scene.tree, node),
    callsLine(scene.tree, node),
  ].filter(Boolean);
}

/** Rows of clocks, columns of self and total. */
function numbersTable(model, tree, node) {
  const rows = model.clocks.filter((clock) => clock !== "calls").map((clock) => {
    const [self, total] = [tree.self(clock)[node], tree.total(clock)[node]];
    return el("tr", { class: clock === model.get("clock") && "active" },
      el("th", { scope: "row" }, CLOCK_NAMES[clock]),
      el("td", {}, exactTimeText(total)),
      el("td", { class: "share" }, percentText(total, tree.total(clock)[ROOT])),
      el("td", {}, exactTimeText(self)));
  });
  const head = ["", "total", "", "self"].map((text) => el("th", { scope: "col" }, text));
  return el("table", { class: "tip-numbers" }, el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows));
}

function changeTable(model, tree, node) {
  const rows = model.clocks.map((clock) => {
    const text = clock === "calls" ? countText : exactTimeText;
    const [before, after] = clock === "calls"
      ? [tree.self(clock, 0)[node], tree.self(clock, 1)[node]]
      : [tree.total(clock, 0)[node], tree.total(clock, 1)[node]];
    return el("tr", { class: clock === model.get("clock") && "active" },
      el("th", { scope: "row" }, CLOCK_NAMES[clock]),
      el("td", {}, text(before)), el("td", {}, text(after)),
      el("td", { class: changeClass(after - before) }, changeText(after - before, text)));
  });
  const head = ["", "before", "after", "change"].map((text) => el("th", { scope: "col" }, text));
  return el("table", { class: "tip-numbers" }, el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows));
}

function changeClass(change) {
  return change > 0 ? "more" : change < 0 ? "less" : "same";
}

function callsLine(tree, node) {
  const { calls, resumptions, open, suspended } = tree.sides.at(-1);
  if (tree.fn[node] < 0) return null;
  const parts = [plural(calls[node], "call")];
  if (resumptions[node]) parts.push(plural(resumptions[node], "resumption"));
  if (suspended[node]) parts.push(`suspended ${exactTimeText(suspended[node])}`);
  if (open[node]) parts.push(`${countText(open[node])} not returned`);
  return el("div", { class: "tip-calls" }, parts.join(" · "));
}

function groupTip({ model, scene, view, painter }, group) {
  const share = ((group.to - group.from) / painter.width) * (view.to - view.from);
  const parent = model.nameOf(scene.tree.fn[group.parent]);
  return [
    el("div", { class: "tip-name" }, `${countText(group.count)} smaller`),
    el("div", { class: "tip-place" }, `called by `, el("bdi", {}, parent), ", too narrow to draw"),
    el("div", { class: "tip-calls" }, `together ${model.valueText(share)}`),
  ];
}

const KIND_TEXTS = {
  python: "Python function", builtin: "built-in function", method: "built-in method", type: "type",
  gc: "garbage collection", folded: "contexts that found no room", thread: "thread",
  cut: "contexts that a filter took together", span: "span",
};

function kindText(fn) {
  return KIND_TEXTS[fn.kind];
}
