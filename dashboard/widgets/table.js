// The table in the browser: draws what Python prepared, sorts it, tells which row was opened.

const CHUNK = 300;
const AGAIN_MS = 1000;
const PANEL_MS = 5000;
const CROWDED = 10;
const DENSE = 12;
const LOOK_MS = 60;
const GROWS_MS = 1500;
const MONTH = /^\d{4}-\d{2}$/;
const CHINESE = /[\u2e80-\u9fff\uff00-\uffef]/;
const kept = new Map();
const tables = new WeakMap();

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  if (!data || !data.columns) return undefined;
  let view = tables.get(parentElement);
  if (!view) tables.set(parentElement, (view = new TableView(parentElement)));
  view.trigger = setTriggerValue;
  view.take(data);
  const call = (view.calls = (view.calls || 0) + 1);
  // Streamlit may run the clean-up of an outdated call after a newer call: only the newest may close.
  return () => {
    if (tables.get(parentElement) !== view || view.calls !== call) return;
    tables.delete(parentElement);
    view.close();
  };
}

function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  if (tag === "button") node.type = "button";
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function fill(template, params) {
  return String(template).replace(/\{(\w+)\}/g, (whole, name) => (name in params ? String(params[name]) : whole));
}

const textOf = (cell) => (typeof cell === "string" ? cell : cell.text);
const sortOf = (cell) => (typeof cell === "string" ? cell : cell.sort);

// A heading and what it says in brackets, which stays together.
function parted(label) {
  const from = label.indexOf("（");
  return from > 0 && label.endsWith("）") ? [label.slice(0, from), label.slice(from)] : [label, null];
}

// A month takes two lines where it has to.
function broken(words) {
  return MONTH.test(words) ? [words.slice(0, 5), el("wbr"), words.slice(5)] : [words];
}

// How wide the part of a text is that has to stay together: all of it in Chinese, a word in English.
function unbroken(text) {
  return CHINESE.test(text) ? breadth(text) : Math.max(0, ...text.split(/\s+/).map(breadth));
}

// How wide a text is, in em: Chinese characters fill one, others about half.
function breadth(text) {
  let em = 0;
  for (const sign of text) em += sign.codePointAt(0) > 0x2e7f ? 1 : 0.56;
  return em;
}

class TableView {
  constructor(parent) {
    this.parent = parent;
    this.spoken = el("div", { class: "unseen", "aria-live": "polite" });
    this.body = el("tbody");
    this.head = el("thead");
    this.title = el("caption", {}, el("span", { class: "unseen" }));
    this.table = el("table", {}, this.title, this.head, this.body);
    this.scroller = el("div", { class: "scroller", onscroll: () => this.moved() }, this.table);
    this.frame = el("div", { class: "frame" }, this.scroller);
    this.more = el("button", { class: "more", "data-testid": "table-more", onclick: () => this.showMore() });
    this.count = el("span");
    this.foot = el("div", { class: "foot" }, this.more, this.count);
    this.empty = el("p", { class: "empty", role: "status" });
    this.host = el("div", { class: "root" }, this.frame, this.empty, this.foot, this.spoken);
    this.note = el("div", { class: "note", popover: "auto", role: "note" });
    this.host.append(this.note);
    this.body.addEventListener("click", (event) => this.onClick(event));
    parent.append(this.host);
    this.observer = new ResizeObserver(() => this.measure());
    this.observer.observe(this.scroller);
  }

  take(data) {
    const drawn = JSON.stringify(data);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.lines = new Map();
    if (!this.data) ({ sort: this.sort = null, shown: this.shown = CHUNK } = kept.get(data.key) || {});
    this.data = data;
    if (this.sort && !data.columns.some((column) => column.key === this.sort.key && column.sortable)) this.sort = null;
    this.collator = new Intl.Collator(data.language === "zh" ? "zh-Hans-CN" : "en", { numeric: true });
    this.opener = Math.max(data.columns.findIndex((column) => column.key === data.opens), 0);
    this.openable = data.rows.some((row) => row.id !== null);
    this.keepFocus(() => this.draw());
    if (this.seen !== data.chosen) this.showChosen();
    this.seen = data.chosen;
  }

  // The row that is chosen is not left above or below what is in sight.
  showChosen() {
    const row = this.body.querySelector("[aria-current]");
    if (!row) return;
    const [frame, line] = [this.scroller.getBoundingClientRect(), row.getBoundingClientRect()];
    const top = frame.top + this.head.offsetHeight;
    if (line.top >= top && line.bottom <= frame.bottom) return;
    const middle = (top + frame.bottom - line.height) / 2;
    this.scroller.scrollTo({ top: this.scroller.scrollTop + line.top - middle, behavior: "instant" });
  }

  draw() {
    const { data, host } = this;
    host.toggleAttribute("data-big", Boolean(data.big));
    host.toggleAttribute("data-openable", this.openable);
    this.crowded = data.columns.length >= CROWDED;
    host.toggleAttribute("data-crowded", this.crowded);
    host.toggleAttribute("data-dense", data.columns.length >= DENSE);
    this.title.firstChild.textContent = data.caption;
    this.scroller.style.maxHeight = data.max_height ? `${data.max_height}px` : "";
    this.empty.textContent = data.empty;
    this.empty.hidden = data.rows.length > 0;
    this.frame.hidden = data.rows.length === 0;
    this.barred = data.columns.map((column, place) => data.rows.some((row) => row.cells[place].bar !== undefined));
    this.least = data.columns.map((column, place) => this.leastWidth(column, place));
    this.head.replaceChildren(el("tr", {}, ...data.columns.map((column) => this.heading(column))));
    this.drawRows();
  }

  // Chinese breaks anywhere, so a column would shrink to one character: it keeps room for a few. English keeps its longest word.
  leastWidth(column, place) {
    const longest = this.data.rows.reduce((most, row) => Math.max(most, unbroken(textOf(row.cells[place]))), 0);
    const room = place && longest > 30 ? 12 : this.crowded ? 6 : 9;
    return Math.max(Math.min(longest, column.kind === "text" ? room : 2), this.barred[place] ? 7 : 0);
  }

  heading(column) {
    const [words, beside] = parted(column.label);
    const label = el("span", {}, ...broken(words), beside && el("span", { class: "beside" }, beside));
    const whole = Math.min(unbroken(column.label), 9);
    label.style.setProperty("--label", `${whole.toFixed(2)}em`);
    // Where room is scarce a Chinese heading takes two lines; an English one breaks between its words only.
    const halved = MONTH.test(column.label) ? 2.9 : CHINESE.test(column.label) && whole > 3 ? Math.max(whole / 2 + 0.5, breadth(beside || ""), 2) : whole;
    label.style.setProperty("--label-halved", `${halved.toFixed(2)}em`);
    const name = column.sortable
      ? el("button", { class: "sort", "data-place": `head-${column.key}`, onclick: () => this.turn(column) },
        label, el("span", { class: "arrow", "aria-hidden": "true" }))
      : el("span", { class: "label" }, label);
    const cell = el("th", { scope: "col", "data-align": column.align, "data-key": column.key, "data-under": column.under }, el("div", { class: "head" }, name, this.about(column)));
    if (column.width) cell.style.width = cell.style.minWidth = column.width;
    if (column.sortable) cell.setAttribute("aria-sort", this.sort && this.sort.key === column.key ? this.sort.way : "none");
    return cell;
  }

  about(column) {
    if (!column.help) return null;
    const label = fill(this.data.words.about, { column: column.label });
    const button = el("button", { class: "about", "aria-label": label, title: column.help, "data-place": `about-${column.key}` },
      el("span", { "aria-hidden": "true" }, "?"));
    button.addEventListener("click", () => this.explain(button, column.help));
    return button;
  }

  explain(button, help) {
    if (!this.note.showPopover) return;
    this.note.textContent = help;
    this.note.showPopover();
    const at = button.getBoundingClientRect();
    const room = document.documentElement.clientWidth - this.note.offsetWidth - 12;
    this.note.style.left = `${Math.max(12, Math.min(at.left, room))}px`;
    this.note.style.top = `${at.bottom + 4}px`;
    this.spoken.textContent = help;
  }

  // Ascending, descending, and the order in which the rows were given.
  turn(column) {
    const way = this.sort && this.sort.key === column.key ? this.sort.way : "none";
    const next = { none: "ascending", ascending: "descending", descending: null }[way];
    this.sort = next && { key: column.key, way: next };
    for (const cell of this.head.querySelectorAll("[aria-sort]")) {
      cell.setAttribute("aria-sort", next && cell.dataset.key === column.key ? next : "none");
    }
    this.drawRows();
    this.spoken.textContent = fill(this.data.words[next || "original"], { column: column.label });
  }

  ordered() {
    if (!this.sort) return this.data.rows;
    const place = this.data.columns.findIndex((column) => column.key === this.sort.key);
    const sign = this.sort.way === "ascending" ? 1 : -1;
    return [...this.data.rows].sort((one, other) => this.compare(sortOf(one.cells[place]), sortOf(other.cells[place]), sign));
  }

  // What has nothing to sort by stays last either way; numbers stand before words.
  compare(one, other, sign) {
    const [first, second] = [one, other].map((value) => (value === null ? 1 : 0));
    if (first || second) return first - second;
    if (typeof one !== typeof other) return sign * (typeof one === "number" ? -1 : 1);
    return sign * (typeof one === "number" ? one - other : this.collator.compare(one, other));
  }

  drawRows() {
    const rows = this.ordered();
    const left = Math.max(rows.length - this.shown, 0);
    this.body.replaceChildren(...rows.slice(0, this.shown).map((row) => this.line(row)));
    this.foot.hidden = left === 0;
    this.more.textContent = fill(this.data.words.more, { count: Math.min(left, CHUNK) });
    this.count.textContent = fill(this.data.words.shown, { shown: rows.length - left, total: rows.length });
    kept.set(this.data.key, { sort: this.sort, shown: this.shown });
  }

  showMore() {
    const before = this.shown;
    this.shown += CHUNK;
    this.drawRows();
    this.spoken.textContent = this.count.textContent;
    const next = this.body.children[before]?.querySelector("button");
    if (next) next.focus({ preventScroll: true });
  }

  // A row is built once for its data; sorting only moves it.
  line(row) {
    if (this.lines.has(row)) return this.lines.get(row);
    const chosen = row.id !== null && row.id === this.data.chosen;
    const line = el("tr", { "data-id": row.id, "aria-current": chosen ? "true" : null });
    row.cells.forEach((cell, place) => line.append(this.cell(cell, place, row)));
    this.lines.set(row, line);
    return line;
  }

  cell(cell, place, row) {
    const column = this.data.columns[place];
    const inner = el("div", { class: "inner" }, ...contents(cell, column), ...this.below(column, row));
    inner.style.setProperty("--least", `${this.least[place].toFixed(2)}em`);
    if (cell.colour) inner.style.setProperty("--tint", cell.colour);
    const opens = place === this.opener && row.id !== null;
    const kind = { "data-align": column.align, "data-kind": column.kind, "data-under": column.under, class: column.wrap ? null : "tight", title: cell.title };
    const node = el(place === 0 ? "th" : "td", { ...kind, scope: place === 0 ? "row" : null },
      opens ? el("button", { class: "open", "data-place": `row-${row.id}` }, inner) : inner);
    node.classList.toggle("muted", Boolean(cell.muted));
    node.classList.toggle("barred", this.barred[place]);
    return node;
  }

  // What has a column of its own where there is room for it; a number is told with its name.
  below(column, row) {
    return this.data.columns.flatMap(({ under, kind, label }, place) => {
      if (under !== column.key || sortOf(row.cells[place]) === null) return [];
      const text = textOf(row.cells[place]);
      return [el("span", { class: "under" }, kind === "number" ? `${label} ${text}` : text)];
    });
  }

  onClick(event) {
    const line = event.target.closest("tr[data-id]");
    const picked = (this.parent.getSelection || document.getSelection).call(this.parent.getSelection ? this.parent : document);
    if (!line || (picked && String(picked) && !event.target.closest(".open"))) return;
    const { id } = line.dataset;
    const now = Date.now();
    // A double tap opens once.
    if (this.tapped && this.tapped.id === id && now - this.tapped.at < AGAIN_MS) return;
    this.tapped = { id, at: now };
    this.trigger("opened", { id, tap: `${now}-${Math.random().toString(36).slice(2)}` });
    if (this.data.panel) bringIntoSight(`${this.data.panel}-${id}`, now + PANEL_MS);
  }

  // The focus stays on the same row or heading when the table is drawn anew.
  keepFocus(draw) {
    const active = this.parent.activeElement || document.activeElement;
    const place = this.host.contains(active) ? active.dataset.place : null;
    const { scrollTop, scrollLeft } = this.scroller;
    draw();
    this.scroller.scrollTo({ top: scrollTop, left: scrollLeft, behavior: "instant" });
    if (place) this.host.querySelector(`[data-place="${CSS.escape(place)}"]`)?.focus({ preventScroll: true });
    this.measure();
  }

  moved() {
    const { scroller } = this;
    scroller.toggleAttribute("data-moved", scroller.scrollLeft > 0);
    this.frame.toggleAttribute("data-rest", scroller.scrollLeft + scroller.clientWidth < scroller.scrollWidth - 1);
  }

  // Only what scrolls is a stop for the keyboard, and then it has a name.
  measure() {
    const { scroller } = this;
    const scrolls = scroller.scrollWidth > scroller.clientWidth + 1 || scroller.scrollHeight > scroller.clientHeight + 1;
    for (const [name, value] of [["tabindex", "0"], ["role", "region"], ["aria-label", this.data?.caption || ""]]) {
      if (scrolls) scroller.setAttribute(name, value);
      else scroller.removeAttribute(name);
    }
    this.moved();
  }

  close() {
    this.observer.disconnect();
    this.host.remove();
  }
}

// What a row opens lies below, perhaps far: it comes into sight as soon as it is there.
function bringIntoSight(key, until) {
  const node = document.querySelector(`.st-key-${key.replace(/[^a-zA-Z0-9_-]/g, "-")}`);
  if (node) {
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    node.style.scrollMarginTop = "72px";
    // It is filled bit by bit, and until then there may be too little below it to scroll to.
    const observer = new ResizeObserver(() => node.scrollIntoView({ behavior, block: "start" }));
    observer.observe(node);
    setTimeout(() => observer.disconnect(), GROWS_MS);
  } else if (Date.now() < until) setTimeout(() => bringIntoSight(key, until), LOOK_MS);
}

function contents(cell, column) {
  const text = el("span", { class: "text" }, textOf(cell));
  if (typeof cell === "string" && column.kind !== "state") return [text];
  const shape = cell.shape || (cell.colour && cell.bar === undefined ? "●" : "");
  const mark = shape && el("span", { class: "mark", "aria-hidden": "true" }, shape);
  const bar = el("span", { class: "bar", "aria-hidden": "true" });
  if (cell.bar !== undefined) bar.style.setProperty("--part", cell.bar);
  const empty = sortOf(cell) === null && !shape;
  if ((column.kind === "grade" || column.kind === "state") && !empty) {
    return [el("span", { class: mark ? "chip" : "chip plain" }, mark || null, text)];
  }
  return [cell.bar !== undefined ? bar : null, mark || null, text].filter(Boolean);
}
