// What was measured, how, and what it cost.

function showHeader(model) {
  const { facts } = model.report.sides[model.last];
  const command = facts.command || "this process";
  document.title = `${model.isDiff ? "Comparison: " : ""}${command} — swiftprof`;
  byId("command").textContent = command;
  byId("command").title = command;
  byId("facts").replaceChildren(...(model.isDiff ? diffFacts(model) : plainFacts(facts)).map((text) => el("li", {}, el("bdi", {}, text))));
  byId("figures").replaceChildren(...figures(model).map(([name, value, hint]) =>
    el("div", { title: hint }, el("dt", {}, name), el("dd", { "data-figure": name }, value))));
  const notes = notesOf(model, facts).map((text) => el("li", {}, text));
  byId("notes").replaceChildren(...notes);
  byId("notes").hidden = notes.length === 0;
}

function plainFacts(facts) {
  const backend = facts.backend && `${facts.backend} backend`;
  const clocks = facts.wallClock && `wall: ${facts.wallClock}`;
  const cpu = facts.cpuClock && `CPU: ${facts.cpuClock}`;
  const process = factNumber(facts, "processID") ? `process ${facts.processID}` : "";
  return [facts.python, dateText(factNumber(facts, "startUnixNs")), process, backend, clocks, cpu].filter(Boolean);
}

function diffFacts(model) {
  return model.report.sides.map(({ facts }, side) =>
    [side ? "after" : "before", facts.label, facts.python, dateText(factNumber(facts, "startUnixNs"))].filter(Boolean).join(" · "));
}

/** 0 of what the file does not say. */
function factNumber(facts, name) {
  return Number(facts[name] ?? 0);
}

/** In the reader's own time zone. */
function dateText(ns) {
  if (!ns) return "";
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" }).format(new Date(ns / 1e6));
}

/** [name, value, hint] of the figures in the header. */
function figures(model) {
  if (model.isDiff) return changeFigures(model);
  const { facts } = model.report.sides[0];
  const duration = factNumber(facts, "durationNs");
  const list = [];
  if (factNumber(facts, "runs") > 1) list.push(["Runs", countText(factNumber(facts, "runs")), "Profiles merged into this one"]);
  if (duration) list.push(["Duration", timeText(duration), exactTimeText(duration)]);
  for (const clock of model.clocks.filter((one) => one !== "calls")) {
    const [name, meaning] = { wall: ["Recorded", "Wall time of all threads"], cpu: ["CPU", "Time on the processor, all threads"], wait: ["Waiting", "Time off the processor, all threads"] }[clock];
    const value = model.hasTree ? sumOfThreads(model, clock) : model.whole(clock);
    list.push([name, timeText(value), `${meaning}: ${exactTimeText(value)}`]);
  }
  if (model.measures.includes("calls")) list.push(["Calls", countText(callsOf(model, 0)), "Resumptions not counted"]);
  const events = factNumber(facts, "events");
  if (events) list.push(["Events", countText(events), "Calls, returns, resumptions and suspensions"]);
  list.push(["Functions", countText(model.functions.length), "That were called"]);
  if (model.hasTree) list.push(["Contexts", countText(model.report.shape.count), "Distinct paths of calls"]);
  if (model.threads.length) list.push(["Threads", countText(model.threads.length), "That were recorded"]);
  list.push(overheadFigure(facts, duration, model.threads.length));
  return list.filter(Boolean);
}

function overheadFigure(facts, duration, threads) {
  const [overhead, pair] = [factNumber(facts, "overheadNs"), factNumber(facts, "eventPairCostNs")];
  if (!(pair > 0)) return null;
  const share = duration && threads === 1 ? ` (${percentText(overhead, duration)})` : ""; // of several it is the sum
  const fate = facts.raw ? "not taken out: all times are raw" : "taken out of all times but the duration";
  return ["Overhead", `≈ ${timeText(overhead)}${share}`, `Time of swiftprof itself, by estimate, ${fate}; ${pair.toFixed(1)} ns for a call and its return`];
}

function callsOf(model, side) {
  return model.report.sides[side].functions.calls.reduce((sum, calls) => sum + calls, 0);
}

function sumOfThreads(model, clock) {
  const numbers = model.report.sides[0].nodes;
  const wall = numbers.selfWall.reduce((sum, time) => sum + time, 0) + model.threads.reduce((sum, one) => sum + one.selfWall, 0);
  const cpu = numbers.selfCpu.reduce((sum, time) => sum + time, 0) + model.threads.reduce((sum, one) => sum + one.selfCpu, 0);
  return { wall, cpu, wait: Math.max(0, wall - cpu) }[clock];
}

function changeFigures(model) {
  const line = (name, pick, text, exact) => {
    const [before, after] = [pick(0), pick(1)];
    const share = before ? ` (${changeText((100 * (after - before)) / before, (value) => `${value.toFixed(1)}%`).replace("-", MINUS)})` : "";
    return [name, `${text(before)} → ${text(after)}`, `${exact(before)} → ${exact(after)}${share}`];
  };
  const list = [line("Calls", (side) => callsOf(model, side), countText, countText)];
  for (const clock of model.clocks.filter((one) => one !== "calls")) {
    list.push(line(CLOCK_NAMES[clock], (side) => model.whole(clock, side), timeText, exactTimeText));
  }
  const has = (side, fn) => model.report.sides[side].functions.calls[fn] > 0;
  const gone = model.functions.filter((fn) => has(0, fn.index) && !has(1, fn.index)).length;
  const added = model.functions.filter((fn) => !has(0, fn.index) && has(1, fn.index)).length;
  list.push(["New functions", countText(added), "Called after, not before"], ["Gone", countText(gone), "Called before, not after"]);
  return list;
}

/** What a reader has to know to read the numbers right. */
function notesOf(model, facts) {
  const open = model.report.sides[model.last].functions.open.reduce((sum, count) => sum + count, 0);
  const [folded, unmatched] = [factNumber(facts, "foldedCalls"), factNumber(facts, "unmatchedReturns")];
  return [
    folded > 0 && `${plural(folded, "call")} found no room in the tree: functions are exact, callers are not.`,
    open > 0 && `${plural(open, "call")} had not returned and ${open === 1 ? "is" : "are"} counted up to the end.`,
    unmatched > 0 && `${plural(unmatched, "return")} without a call ${unmatched === 1 ? "was" : "were"} ignored.`,
    facts.raw && "All times are raw: swiftprof's own time is among them.",
    facts.slowdown && model.functions.length > 0 && `${facts.slowdown}.`,
    ...facts.clockNotes.map((text) => `${text[0].toUpperCase()}${text.slice(1)}.`),
    ...facts.missingTargets.map((text) => `Not recorded: ${text}.`),
    model.functions.length === 0 ? "Nothing was recorded." : !model.hasTree && "This profile has no call tree: functions only.",
  ].filter(Boolean);
}
