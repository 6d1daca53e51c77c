// Numbers as people read them.

const GROUPED = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const UNITS = [["s", 1e9], ["ms", 1e6], ["µs", 1e3], ["ns", 1]];
const MINUS = "\u2212";

/** 1234567 → "1,234,567". */
function countText(number) {
  return number < 0 ? MINUS + GROUPED.format(-number) : GROUPED.format(number);
}

/** Nanoseconds with three digits that count and a unit: "1.23 ms". */
function timeText(ns) {
  if (ns < 0) return MINUS + timeText(-ns);
  if (ns === 0) return "0";
  const [unit, size] = UNITS.find(([, size]) => ns >= 0.9995 * size) ?? UNITS[3];
  const value = ns / size;
  if (unit === "ns") return `${Math.round(value)} ns`;
  return `${value.toFixed(value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2)} ${unit}`;
}

/** All digits: "1,234,567 ns". */
function exactTimeText(ns) {
  return `${countText(ns)} ns`;
}

/** "34.5%"; "" of nothing. What is there but rounds to nothing is "<0.1%". */
function percentText(part, whole) {
  if (!whole) return "";
  const percent = (100 * part) / whole;
  if (percent > 0 && percent < 0.05) return "<0.1%";
  return `${percent.toFixed(percent >= 99.95 ? 0 : 1)}%`;
}

/** What differs, with its sign: "+1.23 ms", "−4". */
function changeText(change, text) {
  return change > 0 ? `+${text(change)}` : text(change);
}

/** "1 call", "2 calls". */
function plural(number, noun, nouns = `${noun}s`) {
  return `${countText(number)} ${number === 1 ? noun : nouns}`;
}
