// How each kind of slide is drawn; all of it is there from the beginning, so that turning asks nobody.

const chip = (look) => el("span", { class: "chip" },
  el("span", { class: "shape", style: `color:${look.colour}`, "aria-hidden": "true" }, look.shape), ` ${look.text}`);

function cell(value) {
  if (value === null || typeof value !== "object") return value;
  if (value.lines) return value.lines.map((line) => el("p", {}, line));
  if (value.shape) return chip(value);
  const text = value.mark ? `${value.text} ${value.mark}` : value.text;
  return value.strong ? el("strong", {}, text) : text;
}

function grid(slide, rows, hidden = () => false, words = {}) {
  const head = el("tr", {}, slide.columns.map((one) => el("th", { scope: "col", class: one.width ? `${one.align} wide` : one.align, style: one.width ? `width:${one.width}%` : null }, one.label)));
  const body = rows.map((row, place) => {
    const away = hidden(place);
    return el("tr", { class: away ? "away" : null, testid: away ? "meeting-hidden" : "meeting-row" },
      row.map((value, index) => el("td", { class: slide.columns[index].width ? `${slide.columns[index].align} wide` : slide.columns[index].align }, away ? (index ? "" : words.hidden ? el("span", { class: "quiet", "aria-label": words.hidden }, "·") : "") : cell(value))));
  });
  return el("table", {}, el("thead", {}, head), el("tbody", {}, body));
}

const note = (text) => (text ? el("p", { class: "note" }, text) : null);
const lead = (text) => (text ? el("p", { class: "lead" }, text) : null);

// Which rows a page of a ranking holds, and after how many steps each row is there: the ends one by one, the middle of a
// long list page by page.
function course(count, order, most) {
  const pages = Math.max(1, Math.ceil(count / most));
  const each = Math.ceil(count / pages);
  const rows = [...Array(count).keys()];
  const listed = rows.map((_, place) => rows.slice(place * each, place * each + each)).filter((page) => page.length);
  const run = order === "top" ? listed : [...listed].reverse();
  const steps = [];
  run.forEach((page, place) => {
    const inner = order === "top" ? page : [...page].reverse();
    const atEnd = pages <= 2 || place === 0 || place === run.length - 1;
    if (atEnd) inner.forEach((_, index) => steps.push({ page, shown: new Set(inner.slice(0, index + 1)) }));
    else steps.push({ page, shown: new Set(page) });
  });
  return [{ page: run[0] || [], shown: new Set() }, ...steps];
}

const KINDS = {
  cover: (slide, deck) => [
    el("p", { class: "sub" }, slide.sub),
    ...slide.facts.map((fact) => el("p", {}, fact)),
    el("ol", { class: "contents", "aria-label": deck.data.words.contents }, deck.contents().map(([place, title]) =>
      el("li", { value: String(place + 1) }, el("button", { class: "quiet", on: { click: () => deck.turn(place, 0) } }, title)))),
    note(deck.data.words.keys),
  ],
  text: (slide) => [...slide.lines.map((line) => lead(line)), note(slide.note)],
  figures: (slide) => [
    lead(slide.lead),
    el("dl", { class: "figures" }, slide.figures.map((one) => el("div", {},
      el("dt", {}, one.label),
      el("dd", {}, el("strong", {}, one.value), one.mark ? el("span", { class: "of" }, one.mark) : null, one.of ? el("span", { class: "of" }, ` / ${one.of}`) : null, one.look ? chip(one.look) : null)))),
    note(slide.note),
  ],
  bars: (slide) => [
    lead(slide.lead),
    el("div", { class: "bars" }, slide.bars.map((one) => el("div", { class: "bar" },
      chip(one),
      el("span", { class: "track" }, el("span", { class: "fill", style: `width:${Math.max(one.share * 100, one.number ? 0.6 : 0)}%;background:${one.colour}` })),
      el("strong", {}, String(one.number))))),
    note(slide.note),
  ],
  table: (slide) => [lead(slide.lead), grid(slide, slide.rows), note(slide.note)],
  reveal: (slide, deck) => {
    const { words } = deck.data;
    const now = deck.course(slide)[deck.step];
    const params = { first: (now.page[0] ?? -1) + 1, last: (now.page.at(-1) ?? -1) + 1, all: slide.rows.length };
    return [
      el("p", { class: "lead" }, fill(words.page_of, params)),
      grid(slide, now.page.map((row) => slide.rows[row]), (place) => !now.shown.has(now.page[place]), words),
      note(slide.note),
    ];
  },
  case: (slide, deck) => [
    el("p", { class: "who" }, el("strong", {}, slide.unit), ` ${slide.sub} `, chip(slide.look)),
    el("div", { class: "sides" },
      el("div", {},
        el("dl", { class: "facts" }, slide.facts.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]).flat()),
        el("p", { class: "head" }, deck.data.words.evidence),
        el("ul", {}, slide.evidence.map((one) => el("li", {}, one))),
        el("p", { class: "rule" }, slide.rule)),
      deck.form(slide.form)),
    note(slide.note),
  ],
  form: (slide, deck) => [deck.data.editable ? lead(slide.lead) : null, deck.form(slide.form)],
  pick: (slide, deck) => {
    const { words, units } = deck.data;
    const chosen = deck.picked[slide.matter] || "";
    const list = el("select", { name: `unit-${slide.matter}`, testid: `meeting-unit-${slide.matter}`, "aria-label": words.unit, on: { change: (event) => deck.pick(slide.matter, event.target.value) } },
      el("option", { value: "" }, words.choose_unit),
      units.map(([id, text]) => el("option", { value: String(id), selected: String(id) === chosen }, text)));
    return [
      lead(slide.lead),
      slide.held && slide.held.length ? el("p", { class: "rule" }, el("strong", {}, words.chosen), ` ${slide.held.join(" · ")}`) : null,
      el("div", { class: "field" }, list),
      chosen ? deck.form(`${slide.matter}-${chosen}`) : null,
      note(slide.note),
    ];
  },
};
