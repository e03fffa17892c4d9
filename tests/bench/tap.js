// Measures in the page: from the tap's reaching the page, and from the finger's touch itself, to the
// frame that shows 'saved' and new figures.
() => {
  const roots = [...document.querySelectorAll("*")].map((node) => node.shadowRoot).filter(Boolean);
  const root = roots.find((candidate) => candidate.querySelector(".bar"));
  const figures = () => ["k", "k1", "k2", "k3", "lost"]
    .map((name) => root.querySelector(`.bar [data-testid="${name}"]`).textContent).join("|");
  const isSaved = (code) => root
    .querySelector(`[data-testid="item-${code}"] [data-testid="save-state"]`).dataset.state === "saved";
  let watch = null;

  const afterTheFrame = (done) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  });
  const look = () => {
    if (!watch || watch.start === null || !isSaved(watch.code) || figures() === watch.before) return;
    const { down, start, resolve } = watch;
    watch = null;
    afterTheFrame(() => {
      const shown = performance.now();
      resolve([shown - start, shown - down]);
    });
  };
  addEventListener("pointerdown", (event) => { if (watch) watch.down = event.timeStamp; }, true);
  addEventListener("pointerup", () => { if (watch) watch.start = performance.now(); }, true);
  new MutationObserver(look).observe(root, { subtree: true, childList: true, attributes: true, characterData: true });

  window.hengExpect = (code) => {
    window.hengSeen = new Promise((resolve) => { watch = { code, before: figures(), down: null, start: null, resolve }; });
  };
  window.hengRoundTrip = async () => {
    const start = performance.now();
    await (await fetch("/api/health", { cache: "no-store" })).json();
    return performance.now() - start;
  };
}
