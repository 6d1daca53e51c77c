// Colours of functions: the hue tells the module, the strength whose code it is.

const ORIGINS = {
  user: { title: "Your code" },
  library: { title: "Libraries" },
  standard: { title: "Standard library" },
  builtin: { title: "Built-ins" },
};

/** Whose code it is, by where it stands. */
function originOf(fn) {
  if (fn.kind !== "python" && !(fn.kind === "type" && fn.file)) return "builtin";
  if (/[\\/](site|dist)-packages[\\/]/.test(fn.file)) return "library";
  if (/[\\/]lib(64)?[\\/]python3[^\\/]*[\\/]|^<frozen |python3\d+\.zip[\\/]/.test(fn.file)) return "standard";
  return "user";
}

const HUES = [28, 58, 84, 118, 148, 172, 196, 222, 248, 272, 298, 326, 352];
// [lightness, chroma] in OKLCH, light page and dark page.
const STRENGTHS = {
  user: [[0.835, 0.092], [0.46, 0.088]],
  library: [[0.885, 0.047], [0.385, 0.046]],
  standard: [[0.915, 0.018], [0.335, 0.018]],
  builtin: [[0.94, 0.004], [0.29, 0.005]],
};

/** Fill and text colours of every function, for a light or a dark page. */
class Palette {
  constructor(functions, dark) {
    this.cells = functions.map((fn) => Palette.#cell(fn, dark));
    this.root = { fill: cssColor(dark ? [0.255, 0.006, 270] : [0.955, 0.004, 270]), text: textColor(270, dark) };
  }

  /** Of a tree's `fn`, roots included. */
  of(fn) {
    return fn < 0 ? this.root : this.cells[fn];
  }

  static #cell(fn, dark) {
    const origin = originOf(fn);
    const [lightness, chroma] = STRENGTHS[origin][dark ? 1 : 0];
    const key = origin === "user" ? fn.module || fn.file : fn.module.split(".", 1)[0];
    const hue = HUES[hash(key) % HUES.length];
    const shade = (((hash(fn.name) >>> 4) % 5) - 2) * 0.009; // so that neighbours of one module can be told apart
    return { fill: cssColor([lightness + shade, chroma, hue]), text: textColor(hue, dark), origin };
  }
}

function textColor(hue, dark) {
  return cssColor(dark ? [0.95, 0.012, hue] : [0.27, 0.03, hue]);
}

/** FNV-1a. */
function hash(text) {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/** "rgb(…)" of OKLCH; after https://bottosson.github.io/posts/oklab/. */
function cssColor([lightness, chroma, hue]) {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return `rgb(${linear.map(channel).join(",")})`;
}

function channel(linear) {
  const value = Math.min(1, Math.max(0, linear));
  return Math.round(255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055));
}

/**
 * The colour of a change: from `share` −1 (less: blue) over 0 (grey) to 1 (more: orange), a pair that people who
 * do not tell red from green can tell apart.
 */
function changeCell(share, dark) {
  const step = Math.round(64 * share);
  const key = dark ? step : step + 1000;
  if (!changeCell.made.has(key)) changeCell.made.set(key, makeChangeCell(step / 64, dark));
  return changeCell.made.get(key);
}

function makeChangeCell(share, dark) {
  const strength = Math.min(1, Math.sqrt(Math.abs(share)));
  const hue = share > 0 ? 45 : 255;
  const [from, to] = dark ? [0.3, 0.5] : [0.93, 0.76];
  const fill = cssColor([from + (to - from) * strength, 0.006 + 0.125 * strength, hue]);
  return { fill, text: textColor(hue, dark) };
}

changeCell.made = new Map();
