// One room on the form: its area gives the number and the places of its points; the mean is exact and shown at once.

// Hundredths as a whole number, null for anything that is no plain number of at most two decimals.
function hundredths(text) {
  const plain = plainNumber(text);
  if (!/^-?\d{1,4}(\.\d{0,2})?$/.test(plain)) return null;
  const [whole, rest = ""] = plain.replace("-", "").split(".");
  const found = Number(whole) * 100 + Number(`${rest}00`.slice(0, 2));
  return plain.startsWith("-") ? -found : found;
}

// Chinese keyboards write other signs for the same thing.
function plainNumber(text) {
  return String(text).trim().replace(/[\uff10-\uff19]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).replace(/[,\uff0c\u3002\uff0e]/g, ".").replace(/[\u2212\uff0d\u2014]/g, "-");
}

// Two decimals, downwards as the register shows them, so that no bound seems to be reached.
function meanText(sum, number) {
  const most = Math.floor(sum / number);
  const text = (Math.abs(most) / 100).toFixed(2).replace(/0+$/, "").replace(/\.$/, "");
  return most < 0 ? `\u2212${text}` : text;
}

function plan(label, door, spots) {
  const space = "http://www.w3.org/2000/svg";
  const draw = (tag, values, text) => {
    const node = document.createElementNS(space, tag);
    for (const [key, value] of Object.entries(values)) node.setAttribute(key, String(value));
    if (text) node.textContent = text;
    return node;
  };
  const [width, depth, edge] = [150, 100, 6];
  const at = ([x, y]) => [edge + x * width, edge + y * depth];
  const svg = draw("svg", { viewBox: `0 0 ${width + 2 * edge} ${depth + 2 * edge + 12}`, role: "img", "aria-label": label, focusable: "false" });
  svg.append(draw("rect", { x: edge, y: edge, width, height: depth, class: "wall" }));
  if (spots.length > 1) svg.append(draw("path", { d: `M${edge} ${edge}l${width} ${depth}`, class: "diagonal" }));
  if (spots.length > 3) svg.append(draw("path", { d: `M${edge} ${edge + depth}l${width} ${-depth}`, class: "diagonal" }));
  svg.append(draw("path", { d: `M${edge + 8} ${edge + depth}h26`, class: "door" }), draw("text", { x: edge + 21, y: edge + depth + 13, class: "word" }, door));
  spots.forEach((spot, index) => {
    const [x, y] = at(spot);
    svg.append(draw("circle", { cx: x, cy: y, r: 9, class: "spot" }), draw("text", { x, y: y + 4, class: "number" }, String(index + 1)));
  });
  return svg;
}

class Room {
  constructor(form, room, index) {
    Object.assign(this, { form, room, index });
    const { words, most } = form.data;
    const several = form.mine.rooms.length > 1;
    this.rest = el("div", { class: "rest" });
    this.node = el("section", { class: "room", testid: `room-${index}`, "aria-label": fill(words.room, { number: index + 1 }) },
      el("div", { class: "head" },
        form.field(`room-${index}-room_name`, words.room_name, this.line("name", { maxlength: most.room })),
        form.field(`room-${index}-area`, words.area, this.line("area", { inputmode: "decimal", maxlength: 8 }))),
      this.rest,
      several ? el("button", { class: "quiet", testid: `room-${index}-out`, on: { click: () => form.takeOut(index) } }, words.take_out) : null);
    this.shape();
  }

  line(name, more) {
    const { room, form, index } = this;
    return el("input", {
      value: room[name], id: `room-${index}-${name}`, autocomplete: "off", testid: `room-${index}-${name}`, ...more,
      on: { input: (event) => { room[name] = event.target.value; if (name === "area") this.shape(); form.changed(); } },
    });
  }

  get rule() {
    const area = hundredths(this.room.area);
    if (area === null || area < 100 || area > 100000) return null;
    return this.form.data.rules.find((rule) => rule.below === null || area < hundredths(rule.below));
  }

  // The points are drawn anew only where their number changes, so that nobody loses the field one types in.
  shape() {
    const { rule } = this;
    const { words } = this.form.data;
    if (this.drawn !== undefined && this.drawn === rule) {
      this.tell();
      return;
    }
    this.drawn = rule;
    this.mean = el("p", { class: "mean", role: "status", testid: `room-${this.index}-mean` });
    if (!rule) {
      this.rest.replaceChildren(el("p", { class: "hint" }, words.area_first));
      return;
    }
    const told = fill(words.points, { number: rule.points, place: rule.place });
    this.rest.replaceChildren(
      el("div", { class: "where" }, plan(words.plan, words.door, rule.spots), el("p", { testid: `room-${this.index}-places` }, told)),
      el("div", { class: "points" }, rule.spots.map((_spot, at) => this.point(at))),
      this.mean);
    this.tell();
  }

  point(at) {
    const { room, form, index } = this;
    const label = fill(form.data.words.point, { number: at + 1 });
    return form.field(`room-${index}-point-${at}`, label, el("input", {
      value: room.points[at] || "", id: `room-${index}-point-${at}`, inputmode: "decimal", maxlength: 8, autocomplete: "off", testid: `room-${index}-point-${at}`,
      on: { input: (event) => { room.points[at] = event.target.value; this.tell(); form.changed(); } },
    }));
  }

  tell() {
    const { rule } = this;
    if (!rule) return;
    const { data } = this.form;
    const found = Array.from({ length: rule.points }, (_none, at) => hundredths(this.room.points[at] || ""));
    const missing = found.filter((one) => one === null).length;
    if (missing) {
      this.mean.dataset.standing = "";
      setText(this.mean, `${data.words.mean}${fill(data.words.mean_open, { missing })}`);
      return;
    }
    const sum = found.reduce((one, other) => one + other, 0);
    const under = (bound) => sum < hundredths(bound) * rule.points;
    const standing = under(data.least) ? "below" : under(data.target) ? "within" : "warm";
    const [shape, told] = data.standings[standing];
    this.mean.dataset.standing = standing;
    setText(this.mean, `${data.words.mean}${meanText(sum, rule.points)} \u00b0C ${shape} ${told}`);
  }

  // What is sent: numbers as they are read, and no more points than the area has.
  get record() {
    const { rule, room } = this;
    const number = rule ? rule.points : 0;
    return { name: room.name, area: plainNumber(room.area), points: Array.from({ length: number }, (_none, at) => plainNumber(room.points[at] || "")) };
  }
}
