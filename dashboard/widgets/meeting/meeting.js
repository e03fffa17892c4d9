// The slides of a meeting: keys, a remote control, fingers, full screen, and where one is in the address.

const FORWARD = new Set(["ArrowRight", "PageDown", " ", "Enter"]);
const BACK = new Set(["ArrowLeft", "PageUp", "Backspace"]);
const TYPED = "input, textarea, select";

class Meeting {
  constructor(parent) {
    this.root = el("div", { class: "stage", tabindex: "-1", testid: "meeting" });
    parent.append(this.root);
    this.forms = new Map();
    this.picked = {};
    this.at = 0;
    this.step = 0;
    this.listen(parent);
  }

  take(data) {
    const shape = JSON.stringify(data);
    if (shape === this.shape) return;
    const first = !this.data || this.data.store !== data.store;
    const id = this.data && this.data.slides[this.at]?.id;
    this.shape = shape;
    this.data = data;
    if (first) this.arrive();
    else this.stay(data.slides.findIndex((slide) => slide.id === id));
    this.hand();
    this.draw();
  }

  // Slides read anew may have gone, or have fewer rows to reveal.
  stay(place) {
    this.at = Math.max(0, place);
    this.step = place < 0 ? 0 : this.within(this.step, this.steps());
  }

  // Where the address says one was; what it says wrongly is taken for the nearest.
  arrive() {
    this.forms.clear();
    const asked = new URLSearchParams(location.search);
    this.order = asked.get("order") === "top" ? "top" : "bottom";
    this.at = this.within(Number(asked.get("slide")) - 1 || 0, this.data.slides.length);
    this.step = this.within(Number(asked.get("step")) || 0, this.steps());
    try {
      this.picked = JSON.parse(sessionStorage.getItem(`${this.data.store}:picked`) || "{}");
    } catch (nothingIsKept) {
      this.picked = {};
    }
  }

  within(number, count) {
    return Math.min(Math.max(Math.trunc(number), 0), count - 1);
  }

  get slide() {
    return this.data.slides[this.at];
  }

  course(slide) {
    if (!this.run || this.run.slide !== slide || this.run.order !== this.order) this.run = { slide, order: this.order, steps: course(slide.rows.length, this.order, this.data.page) };
    return this.run.steps;
  }

  steps(slide = this.slide) {
    return slide.kind === "reveal" ? this.course(slide).length : 1;
  }

  contents() {
    const listed = this.data.slides.map((slide, place) => [place, slide.listed === undefined ? slide.title : slide.listed]);
    return listed.filter(([place, title]) => place && title);
  }

  forward() {
    if (this.step + 1 < this.steps()) this.turn(this.at, this.step + 1);
    else if (this.at + 1 < this.data.slides.length) this.turn(this.at + 1, 0);
  }

  back() {
    if (this.step > 0) this.turn(this.at, this.step - 1);
    else if (this.at > 0) this.turn(this.at - 1, this.steps(this.data.slides[this.at - 1]) - 1);
  }

  turn(at, step) {
    this.at = this.within(at, this.data.slides.length);
    this.step = this.within(step, this.steps());
    this.draw();
    this.root.focus({ preventScroll: true });
  }

  turnOrder(order) {
    this.order = order;
    this.turn(this.at, 0);
  }

  pick(matter, unit) {
    this.picked[matter] = unit;
    try {
      sessionStorage.setItem(`${this.data.store}:picked`, JSON.stringify(this.picked));
    } catch (storageIsFull) {
      // It is chosen as long as the page is open.
    }
    this.draw();
  }

  // A form lives as long as the page: what is typed in it stays while others are looked at.
  form(key) {
    let found = this.forms.get(key);
    if (!found) {
      const node = el("div", { class: "decision" });
      found = { node, form: new Decision(node) };
      found.form.trigger = (name, sent) => this.trigger(name, sent);
      this.forms.set(key, found);
      this.feed(key, found);
    }
    return found.node;
  }

  feed(key, found) {
    const { data } = this;
    const [matter, unit] = key.split("-");
    found.form.take({
      store: `${data.store}:${key}`, matter, unit: unit ? Number(unit) : null, held: data.held[key] || null,
      closed: Boolean(data.held[key]), editable: data.editable, closedWords: data.closed, recorded: data.recorded,
      options: data.choices[matter] || null, told: data.told, words: data.words, lengths: data.lengths,
    });
  }

  hand() {
    for (const [key, found] of this.forms) this.feed(key, found);
  }

  draw() {
    const { slide } = this;
    const body = el("div", { class: "body" }, KINDS[slide.kind](slide, this));
    this.root.replaceChildren(
      el("section", { class: `slide is-${slide.kind}`, testid: "meeting-slide", "data-slide": slide.id, "aria-label": slide.title },
        el(slide.kind === "cover" ? "h1" : "h2", {}, slide.title), body),
      this.bar());
    this.fit();
    this.remember();
  }

  // A slide is as high as the window leaves below what stands above it.
  fit() {
    if (document.fullscreenElement || this.root.classList.contains("whole")) return;
    const main = document.querySelector('[data-testid="stMain"]');
    const above = this.root.getBoundingClientRect().top + (main ? main.scrollTop : 0);
    this.root.style.setProperty("--above", `${Math.round(above)}px`);
  }

  bar() {
    const { words, slides } = this.data;
    const { slide } = this;
    const button = (name, sign, does, off) => el("button", { testid: `meeting-${name}`, "aria-label": words[name], title: words[name], disabled: off, on: { click: does } }, sign);
    const whole = Boolean(document.fullscreenElement) || this.root.classList.contains("whole");
    const orders = slide.kind === "reveal" ? [
      button(this.order === "top" ? "from_bottom" : "from_top", this.order === "top" ? `↑ ${words.from_bottom}` : `↓ ${words.from_top}`, () => this.turnOrder(this.order === "top" ? "bottom" : "top")),
      button("reveal_all", words.reveal_all, () => this.revealPage()),
    ] : [];
    return el("nav", { class: "bar" },
      button("previous", "←", () => this.back(), !this.at && !this.step),
      button("next", "→", () => this.forward(), this.at + 1 === slides.length && this.step + 1 === this.steps()),
      el("span", { class: "where", testid: "meeting-where" }, fill(words.slide_of, { slide: this.at + 1, slides: slides.length })),
      ...orders,
      el("span", { class: "room" }),
      button(whole ? "leave" : "begin", whole ? words.leave : words.begin, () => this.fullScreen()));
  }

  // All of the page that is shown now, or of the next one where all of it is.
  revealPage() {
    const run = this.course(this.slide);
    const page = run[Math.min(this.step + 1, run.length - 1)].page;
    this.turn(this.at, run.findLastIndex((one) => one.page === page));
  }

  remember() {
    const address = new URL(location.href);
    const said = { slide: String(this.at + 1), step: this.step ? String(this.step) : null, order: this.order === "top" ? "top" : null };
    for (const [name, value] of Object.entries(said)) {
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    if (address.href !== location.href) history.replaceState(history.state, "", address);
  }

  // Where a browser has no full screen for a page's part, the part is laid over all else.
  async fullScreen() {
    const { root } = this;
    if (document.fullscreenElement) await document.exitFullscreen();
    else if (root.classList.contains("whole")) root.classList.remove("whole");
    else {
      try {
        await root.requestFullscreen();
      } catch (notAllowed) {
        root.classList.add("whole");
      }
    }
    this.draw();
    root.focus({ preventScroll: true });
  }

  listen(parent) {
    document.addEventListener("fullscreenchange", () => this.data && this.root.isConnected && this.draw());
    document.addEventListener("keydown", (event) => this.root.isConnected && this.data && this.key(event));
    const main = document.querySelector('[data-testid="stMainBlockContainer"]');
    new ResizeObserver(() => this.data && this.root.isConnected && this.fit()).observe(main || document.body);
    let from = null;
    this.root.addEventListener("pointerdown", (event) => { from = event.pointerType === "touch" && !event.target.closest(`${TYPED}, button`) ? event.clientX : null; });
    this.root.addEventListener("pointerup", (event) => {
      const way = from === null ? 0 : event.clientX - from;
      from = null;
      if (Math.abs(way) > 60) way < 0 ? this.forward() : this.back();
    });
    this.parent = parent;
  }

  key(event) {
    const target = event.composedPath()[0];
    const typing = target instanceof Element && target.closest(TYPED);
    const pressing = target instanceof Element && target.closest("button, a, [role=radio]") && (event.key === " " || event.key === "Enter" || event.key.startsWith("Arrow"));
    const elsewhere = target instanceof Element && !this.root.contains(target) && target !== document.body && target.closest(`${TYPED}, button, a, [role]`);
    if (event.ctrlKey || event.metaKey || event.altKey || typing || pressing || elsewhere) return;
    const does = FORWARD.has(event.key) ? () => this.forward()
      : BACK.has(event.key) ? () => this.back()
        : { Home: () => this.turn(0, 0), End: () => this.turn(this.data.slides.length - 1, 0), ArrowDown: () => this.down(), ArrowUp: () => this.back(), f: () => this.fullScreen(), F: () => this.fullScreen(), F5: null }[event.key];
    if (!does) return;
    event.preventDefault();
    event.stopPropagation();
    does();
  }

  down() {
    if (this.slide.kind === "reveal" && this.step + 1 < this.steps()) this.revealPage();
    else this.forward();
  }
}

const meetings = new WeakMap();

export default ({ data, parentElement, setTriggerValue }) => {
  if (!data || !data.store) return;
  let meeting = meetings.get(parentElement);
  if (!meeting) meetings.set(parentElement, (meeting = new Meeting(parentElement)));
  meeting.trigger = setTriggerValue;
  meeting.take(data);
};
