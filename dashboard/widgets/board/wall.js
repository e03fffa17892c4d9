// The line above a board on a wall screen: title, time, and which page of the list is shown. The list itself is drawn by
// the server anew every half minute; only which of its rows are seen is decided here, by a style sheet that stays.

const walls = new WeakMap();
const FORWARD = ["ArrowRight", "ArrowDown", "PageDown", " "];
const BACKWARD = ["ArrowLeft", "ArrowUp", "PageUp"];
const LISTS = [".hb-list > li", ".hb-groups > tbody > tr"];

class Wall {
  constructor(parent) {
    const part = (name, tag) => {
      const node = document.createElement(tag);
      node.className = name;
      return node;
    };
    this.root = part("wall", "div");
    this.title = part("title", "h1");
    this.stale = part("stale", "p");
    this.page = part("page", "span");
    this.clock = part("clock", "time");
    this.stale.setAttribute("role", "status");
    this.root.append(this.title, this.stale, this.page, this.clock);
    parent.append(this.root);
    this.style = document.createElement("style");
    document.head.append(this.style);
    this.shown = 0;
    this.turned = Date.now();
    this.waits = 0;
    this.onKey = (event) => this.key(event);
    this.onSize = () => this.measure();
    document.addEventListener("keydown", this.onKey);
    window.addEventListener("resize", this.onSize);
    this.timer = setInterval(() => this.tick(), 500);
  }

  end() {
    clearInterval(this.timer);
    document.removeEventListener("keydown", this.onKey);
    window.removeEventListener("resize", this.onSize);
    this.watcher?.disconnect();
    this.style.remove();
  }

  take(data) {
    this.data = data;
    // The screen's own clock may be wrong by hours; the server's is told with each renewal.
    if (data.at !== this.at) this.ahead = data.at - Date.now();
    this.at = data.at;
    this.title.textContent = data.title;
    this.page.title = data.words.keys;
    this.tick();
    this.watch();
  }

  // The board comes after this line, and is another one after each renewal.
  watch() {
    const main = document.querySelector('[data-testid="stMain"]');
    if (this.watcher || !main) return;
    let asked = false;
    this.watcher = new MutationObserver(() => {
      if (asked) return;
      asked = true;
      requestAnimationFrame(() => { asked = false; this.measure(); });
    });
    this.watcher.observe(main, { childList: true, subtree: true });
    this.measure();
  }

  key(event) {
    const step = FORWARD.includes(event.key) ? 1 : BACKWARD.includes(event.key) ? -1 : 0;
    if (!step || event.ctrlKey || event.altKey || event.metaKey || this.pages < 2) return;
    event.preventDefault();
    this.waits = this.data.rest;
    this.turn(step);
  }

  turn(step) {
    this.shown = (this.shown + step + this.pages) % this.pages;
    this.turned = Date.now();
    this.show();
  }

  tick() {
    if (!this.data) return;
    const { data } = this;
    const now = Date.now() + this.ahead;
    const time = new Intl.DateTimeFormat(data.locale, { timeZone: data.zone, hour: "2-digit", minute: "2-digit", hour12: false });
    this.clock.textContent = time.format(now);
    const late = now - data.at;
    this.stale.hidden = late < data.stale;
    this.stale.textContent = data.words.stale.replace("{minutes}", Math.max(1, Math.floor(late / 60000)));
    if (this.pages > 1 && Date.now() - this.turned >= Math.max(data.turn, this.waits)) {
      this.waits = 0;
      this.turn(1);
    }
  }

  // How many rows fit is measured with all of them there; nothing is painted in between.
  measure() {
    this.style.textContent = "";
    const below = document.querySelector(".hb-below")?.offsetHeight ?? 0;
    this.ends = LISTS.map((rows, place) => this.fitting(rows, place === 0 ? below : 0));
    this.pages = Math.max(1, ...this.ends.map((ends) => ends.length));
    this.shown = Math.min(this.shown, this.pages - 1);
    this.show();
  }

  // The number of the last row of each page.
  fitting(rows, below) {
    const nodes = [...document.querySelectorAll(rows)];
    if (!nodes.length) return [];
    const room = window.innerHeight - nodes[0].getBoundingClientRect().top - this.scrolled() - below - 16;
    const ends = [];
    let used = 0;
    nodes.forEach((node, place) => {
      const height = node.getBoundingClientRect().height;
      if (used > 0 && used + height > room) {
        ends.push(place);
        used = 0;
      }
      used += height;
    });
    return [...ends, nodes.length];
  }

  scrolled() {
    return document.querySelector('[data-testid="stMain"]')?.scrollTop ?? 0;
  }

  show() {
    const rules = LISTS.map((rows, place) => {
      const ends = this.ends[place];
      if (ends.length < 2) return "";
      const page = this.shown % ends.length;
      const before = page ? `${rows}:nth-child(-n+${ends[page - 1]}),` : "";
      return `${before}${rows}:nth-child(n+${ends[page] + 1}) { display: none !important; }`;
    });
    this.style.textContent = rules.join("\n");
    const { words } = this.data;
    this.page.textContent = this.pages < 2 ? "" : words.page.replace("{page}", this.shown + 1).replace("{pages}", this.pages);
  }
}

export default function ({ data, parentElement }) {
  if (!data) return undefined;
  let wall = walls.get(parentElement);
  if (!wall) walls.set(parentElement, (wall = new Wall(parentElement)));
  wall.take(data);
  const call = (wall.calls = (wall.calls || 0) + 1);
  // Streamlit may run the clean-up of an outdated call after a newer one: only the newest may end it.
  return () => {
    if (walls.get(parentElement) !== wall || wall.calls !== call) return;
    walls.delete(parentElement);
    wall.end();
    wall.root.remove();
  };
}
