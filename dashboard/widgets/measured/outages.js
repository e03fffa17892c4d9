// The outages of a month: a row each, or the word that there were none.

function outageList(view, item) {
  const words = view.data.words;
  const now = () => view.value(item);
  const change = (rows, none = false) => {
    view.put(item, { none, outages: rows });
    view.draw();
  };
  const rows = now().outages.map((row, place) => {
    const put = (key) => (text) => view.put(item, { none: false, outages: now().outages.map((r, p) => (p === place ? { ...r, [key]: text } : r)) });
    const out = el("button", { class: "quiet", "aria-label": fill(words.take_out, { n: place + 1 }), on: { click: () => change(now().outages.filter((_row, p) => p !== place)) } }, "×");
    return el("div", { class: "outage" },
      view.input(item, `${place}.on`, words.on, row.on, put("on"), { placeholder: view.data.day, testid: `outage-${place}-on` }),
      view.input(item, `${place}.customers`, words.customers, row.customers, put("customers"), { inputmode: "numeric", testid: `outage-${place}-customers` }),
      view.input(item, `${place}.note`, words.note, row.note, put("note"), { maxlength: 500, testid: `outage-${place}-note` }),
      view.open ? out : null);
  });
  const none = el("input", { type: "checkbox", checked: now().none, disabled: !view.open || rows.length > 0, name: `${item.code}-none`,
    testid: `none-${item.code}`, on: { change: (event) => change([], event.target.checked) } });
  const add = el("button", { on: { click: () => change([...now().outages, { on: "", customers: "", note: "" }]) }, testid: `add-${item.code}` }, words.add);
  const whole = ((view.data.told?.refused || {})[item.code] || {}).outages;
  return el("div", { class: "item list", testid: `item-${item.code}` }, view.head(item),
    el("div", { class: "outages" }, rows,
      el("div", { class: "adding" }, view.open ? add : null, el("label", { class: "none" }, none, words.none)),
      whole ? el("p", { class: "refused" }, whole) : null),
    view.result(item));
}
