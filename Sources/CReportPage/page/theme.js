// Light or dark: as the system has it, until someone chooses.

class Theme {
  constructor(changed) {
    this.system = matchMedia("(prefers-color-scheme: dark)");
    this.system.addEventListener("change", changed);
    this.changed = changed;
    this.chosen = recall("swiftprof-theme");
    this.#apply();
  }

  get isDark() {
    return this.chosen ? this.chosen === "dark" : this.system.matches;
  }

  toggle() {
    this.chosen = this.isDark ? "light" : "dark";
    keep("swiftprof-theme", this.chosen);
    this.#apply();
    this.changed();
  }

  #apply() {
    document.documentElement.style.colorScheme = this.chosen || "light dark";
  }
}

// WHY try: a browser may refuse storage to a page that was opened from disk.
function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // then it holds for as long as the page is open
  }
}
