// A pad to sign on, with finger, pen or mouse: strokes of points on 1000 x 400, drawn as lines that stay sharp.

const PAD = { width: 1000, height: 400, strokes: 200, points: 20000, apart: 4 };

function drawing(label, strokes) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  for (const [key, value] of Object.entries({ viewBox: `0 0 ${PAD.width} ${PAD.height}`, role: "img", "aria-label": label, focusable: "false" })) svg.setAttribute(key, value);
  const line = (points) => {
    const path = document.createElementNS(space, "path");
    path.setAttribute("d", strokeData(points));
    svg.append(path);
    return path;
  };
  strokes.forEach(line);
  return { svg, line };
}

function strokeData(points) {
  const pairs = points.map(([x, y]) => `${x} ${y}`);
  return `M${pairs.join("L")}${pairs.length === 1 ? `L${pairs[0]}` : ""}`;
}

class Pad {
  constructor(label, strokes, changed) {
    Object.assign(this, { strokes, changed });
    this.stroke = null;
    const { svg, line } = drawing(label, strokes);
    this.line = line;
    this.svg = svg;
    this.node = el("div", {
      class: "pad", testid: "signature-pad",
      on: {
        pointerdown: (event) => this.begin(event),
        pointermove: (event) => this.move(event),
        pointerup: (event) => this.end(event),
        pointercancel: (event) => this.end(event),
      },
    }, svg);
  }

  get points() {
    return this.strokes.reduce((sum, stroke) => sum + stroke.length, 0);
  }

  at(event) {
    const place = this.svg.getBoundingClientRect();
    const whole = (share, most) => Math.min(most, Math.max(0, Math.round(share * most)));
    return [whole((event.clientX - place.left) / place.width, PAD.width), whole((event.clientY - place.top) / place.height, PAD.height)];
  }

  begin(event) {
    if (this.stroke || event.button > 0 || this.strokes.length >= PAD.strokes) return;
    event.preventDefault();
    this.node.setPointerCapture(event.pointerId);
    this.pointer = event.pointerId;
    this.stroke = [this.at(event)];
    this.strokes.push(this.stroke);
    this.path = this.line(this.stroke);
  }

  move(event) {
    if (!this.stroke || event.pointerId !== this.pointer) return;
    const passed = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
    for (const one of passed.length ? passed : [event]) {
      const [x, y] = this.at(one);
      const [lastX, lastY] = this.stroke[this.stroke.length - 1];
      if (Math.abs(x - lastX) + Math.abs(y - lastY) >= PAD.apart && this.points < PAD.points) this.stroke.push([x, y]);
    }
    this.path.setAttribute("d", strokeData(this.stroke));
  }

  end(event) {
    if (!this.stroke || event.pointerId !== this.pointer) return;
    this.stroke = null;
    this.changed();
  }

  clear() {
    this.strokes.length = 0;
    this.stroke = null;
    this.svg.replaceChildren();
    this.changed();
  }
}
