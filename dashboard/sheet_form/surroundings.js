// What the form must know of the page around it: the height of Streamlit's header, light or dark, network, visibility.

class Surroundings {
  constructor(form) {
    this.form = form;
    this.aborter = new AbortController();
    const { signal } = this.aborter;
    const retry = () => form.queue.hurry();
    const listen = (target, event, act, more = {}) => target.addEventListener(event, act, { signal, ...more });
    listen(window, "online", retry);
    listen(window, "offline", () => form.showQueue());
    listen(window, "pagehide", () => form.edits.flush());
    listen(window, "resize", () => this.measure());
    listen(window, "beforeunload", (event) => this.warn(event));
    listen(document, "visibilitychange", () => (document.visibilityState === "visible" ? retry() : form.edits.flush()));
    listen(document, "scroll", () => this.soon(), { capture: true, passive: true });
    this.observer = new ResizeObserver(() => this.measure());
    this.observer.observe(form.host);
    this.measure();
  }

  // Only a browser that keeps nothing itself asks before it throws answers away.
  warn(event) {
    if (this.form.queue.size && !this.form.store.available) event.preventDefault();
  }

  soon() {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = null;
      this.form.view.markCurrent();
    });
  }

  measure() {
    const { host, view } = this.form;
    const scroller = scrollerOf(host);
    const header = document.querySelector('[data-testid="stHeader"], [data-testid="stAppHeader"]');
    const top = scroller ? scroller.getBoundingClientRect().top : 0;
    const covered = header ? Math.max(0, header.getBoundingClientRect().bottom - top) : 0;
    host.style.setProperty("--covered", `${covered}px`);
    host.style.setProperty("--index-height", `${view.index.offsetHeight}px`);
    host.style.setProperty("--bar-height", `${view.bar.node.offsetHeight}px`);
    this.colours();
    this.soon();
  }

  // The accent may be any colour of the theme: the text on it is chosen to be readable.
  colours() {
    const { host } = this.form;
    const style = getComputedStyle(host);
    const dark = luminance(style.backgroundColor) < 0.4;
    host.dataset.scheme = dark ? "dark" : "light";
    const accent = luminance(style.outlineColor);
    host.style.setProperty("--on-accent", accent > 0.183 ? "#0b0f14" : "#ffffff");
  }

  close() {
    this.aborter.abort();
    this.observer.disconnect();
    cancelAnimationFrame(this.frame);
    clearTimeout(this.form.view.bar.quiet);
  }
}

function scrollerOf(node) {
  for (let at = node; at; at = at.parentNode || at.host) {
    if (at instanceof Element && /auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  }
  return document.scrollingElement;
}

function luminance(colour) {
  const parts = (colour.match(/[\d.]+/g) || ["0", "0", "0"]).slice(0, 3).map((part) => Number(part) / (colour.startsWith("color(") ? 1 : 255));
  const [red, green, blue] = parts.map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

// Draws the page anew under the reader's eyes: the same item stays at the same height and the focus where it was.
function keepPlace(form, draw) {
  const scroller = scrollerOf(form.host);
  const edge = form.view.index.getBoundingClientRect().bottom;
  const first = [...form.view.items.values()].find((view) => view.node.getBoundingClientRect().bottom > edge);
  const before = first ? first.node.getBoundingClientRect().top : 0;
  const active = form.parent.activeElement;
  const place = active && active.dataset.place;
  const range = active && typeof active.selectionStart === "number" ? [active.selectionStart, active.selectionEnd] : null;
  draw();
  const again = place && form.host.querySelector(`[data-place="${CSS.escape(place)}"]`);
  if (again) {
    again.focus({ preventScroll: true });
    if (range) again.setSelectionRange(...range);
  }
  if (first) scroller.scrollTop += form.view.items.get(first.state.code).node.getBoundingClientRect().top - before;
}
