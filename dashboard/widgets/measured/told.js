// What the server said of what was sent last, as long as it holds.

// What was said of a figure goes as it is typed anew, and the notice with the last of it.
function mended(view, code) {
  const told = view.data.told;
  if (!told || !told.error || (told.changed || []).length) return;
  delete (told.refused || {})[code];
  told.missing = (told.missing || []).filter((one) => one !== code);
  const place = view.root.querySelector(`[data-testid="item-${CSS.escape(code)}"]`);
  place?.querySelectorAll(".refused, .unseen").forEach((node) => node.remove());
  place?.querySelectorAll("[aria-invalid]").forEach((node) => ["aria-invalid", "aria-describedby"].forEach((name) => node.removeAttribute(name)));
  if (Object.keys(told.refused || {}).length || told.missing.length) return;
  told.error = "";
  view.root.querySelector(".error")?.remove();
}

// Whether the notice says already what of what was typed is not saved.
function saidAlready(view) {
  const [told, mine] = [view.data.told || {}, view.mine];
  return told.kept && told.error && mine.source === null && Object.keys(mine.typed).every((code) => code in (told.refused || {}));
}
