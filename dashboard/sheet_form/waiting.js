// While answers wait for the server its figures are out of date: the page says so instead of reckoning itself.

const PROMPT = 600;

class Waiting {
  // form: {queue, view, t}
  constructor(form) {
    this.form = form;
    this.stale = false;
    this.head = null;
  }

  // An answer that is on its way for a moment only is not worth a word.
  show() {
    const { queue } = this.form;
    const head = queue.pending.length ? queue.pending[0].id : null;
    if (head !== this.head) {
      clearTimeout(this.timer);
      this.head = head;
      this.slow = false;
      if (head) this.timer = setTimeout(() => this.late(), PROMPT);
    }
    this.mark(queue.unreachable || navigator.onLine === false || Boolean(head && this.slow));
  }

  late() {
    this.slow = true;
    this.form.showQueue();
  }

  mark(stale) {
    const { view, queue } = this.form;
    const changed = this.stale !== stale;
    this.stale = stale;
    view.bar.node.dataset.stale = String(stale);
    view.bar.awaiting.hidden = !stale;
    setText(view.kept, stale && queue.size ? this.form.t("kept_count", { n: queue.size }) : "");
    if (changed) view.items.forEach((item) => item.showPoints());
  }

  // What an item shows is out of date only where its own answer waits.
  covers(state) {
    return this.stale && (state.waiting || state.timer !== null) && state.verdict !== null;
  }

  close() {
    clearTimeout(this.timer);
  }
}
