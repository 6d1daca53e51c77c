// What goes on paper: the header stays, the functions that take most time follow.

const whenIdle = window.requestIdleCallback ?? ((work) => setTimeout(work, 200)); // Safari has none

const PRINTED_ROWS = 40;

function fillPrintout(model) {
  const columns = tableColumns(model).filter((column) => column.rank < 4);
  const rows = sortedFunctions(model, columns, null).slice(0, PRINTED_ROWS);
  const head = ["Function", ...columns.map((column) => column.title), "Where"];
  const body = rows.map((index) => {
    const fn = model.functions[index];
    return el("tr", {}, el("th", { scope: "row" }, el("bdi", {}, fn.name)),
      columns.map((column) => el("td", {}, column.text(column.value(index)))),
      el("td", { class: "where" }, el("bdi", {}, fn.place || kindText(fn))));
  });
  byId("printout").replaceChildren(
    el("h2", {}, rows.length < model.functions.length ? `First ${rows.length} of ${countText(model.functions.length)} functions` : "Functions"),
    el("table", {}, el("thead", {}, el("tr", {}, head.map((text) => el("th", { scope: "col" }, text)))), el("tbody", {}, body)),
  );
}
