// The columns of the table of functions.

/**
 * A column: `key` (sorting), `title`, `hint`, `value(fn)`, `text(value)`, `exact(value)`; `active` where it is of the
 * chosen clock; `rank`: the higher, the earlier it gives way in a narrow place.
 */
function tableColumns(model) {
  return model.isDiff ? diffColumns(model) : plainColumns(model);
}

const CLOCK_COLUMNS = [
  ["wall", "Wall", "wall-clock time"],
  ["cpu", "CPU", "time on the processor"],
  ["wait", "Wait", "time off the processor"],
];

function plainColumns(model) {
  const tallies = model.tallies();
  const clock = model.get("clock");
  const value = (name) => (fn) => tallies[name][fn];
  const count = (key, title, hint, rank) => ({
    key, title, hint, rank, value: value(key), text: countText, exact: countText, active: clock === "calls" && key === "calls",
  });
  const columns = [];
  if (model.clocks.includes("calls")) columns.push(count("calls", "Calls", "Calls, recursive ones included", 0));
  if (model.clocks.includes("calls") && tallies.primitive.some((primitive, fn) => primitive !== tallies.calls[fn])) {
    columns.push(count("primitive", "Outermost", "Calls with no open call of the same function", 4));
  }
  if (tallies.resumptions.some(Boolean)) {
    columns.push(count("resumptions", "Resumed", "Times that a generator or coroutine went on", 5));
  }
  if (tallies.suspended.some(Boolean)) {
    const hint = "Time that coroutines were suspended; what one awaited was suspended it was too";
    const time = { text: timeText, exact: exactTimeText, active: false, rank: 1 };
    columns.push({ key: "suspended", title: "Suspended", hint, value: value("suspended"), ...time });
  }
  for (const [name, title, meaning] of CLOCK_COLUMNS.filter(([name]) => model.clocks.includes(name))) {
    const active = name === clock || (clock === "calls" && name === model.clocks[0]);
    const rank = active ? 0 : name === "wait" ? 3 : 2;
    const time = { text: timeText, exact: exactTimeText, active: name === clock, rank };
    columns.push({ key: `${name}-self`, title: `${title} self`, hint: `Own ${meaning}`, value: selfAt(tallies, name), ...time });
    columns.push({ key: `${name}-total`, title: `${title} total`, hint: `${capital(meaning)}, callees included`, value: totalAt(tallies, name), ...time });
  }
  if (tallies.overhead.some(Boolean)) {
    const hint = "Time of swiftprof itself, by estimate: taken out of the function's own time";
    const time = { text: timeText, exact: exactTimeText, active: false, rank: 5 };
    columns.push({ key: "overhead", title: "Overhead", hint, value: value("overhead"), ...time });
  }
  return columns;
}

function diffColumns(model) {
  const clock = model.get("clock");
  const [before, after] = [model.tallies(0), model.tallies(1)];
  const texts = (name) => (name === "calls" ? countText : timeText);
  const exact = (name) => (name === "calls" ? countText : exactTimeText);
  const columns = [];
  const add = (name, title, pick, changeRank, rank) => {
    const [text, all] = [texts(name), exact(name)];
    const values = [pick(before, name), pick(after, name)];
    const key = title.toLowerCase().replace(" ", "-");
    const active = name === clock;
    columns.push(
      { key: `${key}-before`, title: `${title} before`, hint: "Before", value: values[0], text, exact: all, rank },
      { key: `${key}-after`, title: `${title} after`, hint: "After", value: values[1], text, exact: all, rank },
      { key: `${key}-change`, title: `Δ ${title.toLowerCase()}`, hint: `${title}: after less before`, value: (fn) => values[1](fn) - values[0](fn),
        text: (value) => changeText(value, text), exact: (value) => changeText(value, all), active, rank: changeRank, isChange: true },
    );
  };
  add("calls", "Calls", selfAt, 0, 2);
  if (clock !== "calls") {
    add(clock, "Self", selfAt, 2, 3);
    add(clock, "Total", totalAt, 0, 1);
  }
  return columns;
}

function capital(text) {
  return text[0].toUpperCase() + text.slice(1);
}

/** The column that is sorted by; "self" and "total" mean those of the chosen clock. */
function sortColumn(model, columns) {
  const clock = model.get("clock") === "calls" ? model.clocks[0] : model.get("clock");
  const key = model.get("sort");
  const meant = model.isDiff
    ? { self: model.get("clock") === "calls" ? "calls-change" : "total-change" }
    : { self: model.get("clock") === "calls" ? "calls" : `${clock}-self`, total: `${clock}-total` };
  return columns.find((column) => column.key === (meant[key] ?? key));
}

/** Functions that were called in what is shown and match, as sorted. */
function sortedFunctions(model, columns, matches) {
  const sides = model.report.sides.map((_, side) => model.tallies(side));
  const rows = [];
  for (let fn = 0; fn < model.functions.length; fn++) {
    if (matches && !matches[fn]) continue;
    if (sides.some((one) => one.calls[fn] || one.resumptions[fn] || one.selfWall[fn] || one.totalWall[fn])) rows.push(fn);
  }
  const column = sortColumn(model, columns);
  const direction = model.get("rising") ? 1 : -1;
  if (!column) {
    const { compare } = new Intl.Collator("en", { numeric: true });
    const up = model.get("rising") ? -1 : 1; // names go from A to Z first
    return rows.sort((a, b) => up * compare(model.functions[a].name, model.functions[b].name) || a - b);
  }
  const values = new Float64Array(model.functions.length);
  for (const fn of rows) values[fn] = column.isChange && !model.get("rising") ? Math.abs(column.value(fn)) : column.value(fn);
  return rows.sort((a, b) => direction * (values[a] - values[b]) || a - b);
}
