// Saves the chart beside it as a picture: the layers that plotly has drawn, put into one SVG.

const SVG = "http://www.w3.org/2000/svg";
const SHARPER = 2;
const EDGE = 16;
const PAPER = "#ffffff";
const INK = "#1b2430";
// The colours that charts have on a dark page, and on a light one: a picture goes into papers, which are light.
const ON_PAPER = {
  "17, 20, 23": "255, 255, 255",
  "232, 235, 238": "27, 36, 48",
  "179, 187, 196": "77, 88, 102",
  "88, 153, 211": "31, 78, 140",
  "230, 234, 241": "128, 132, 149",
};
const drawn = new WeakMap();

// A finger gives no hover, and a bar that is not hovered over is not chosen by a tap: so the touch hovers first.
function hoverFirst(event) {
  const drag = event.target instanceof Element && event.target.closest(".js-plotly-plot .nsewdrag");
  const finger = event.touches[0];
  if (!drag || event.touches.length !== 1) return;
  drag.dispatchEvent(new MouseEvent("mousemove", { clientX: finger.clientX, clientY: finger.clientY, bubbles: true }));
}

export default function (component) {
  const { data, parentElement } = component;
  // Of the same function the browser keeps one; it comes before the chart's own.
  document.removeEventListener("touchstart", document.hengHover, true);
  document.hengHover = hoverFirst;
  document.addEventListener("touchstart", hoverFirst, { capture: true, passive: true });
  const spoken = JSON.stringify(data);
  if (drawn.get(parentElement) === spoken) return;
  drawn.set(parentElement, spoken);
  const root = document.createElement("div");
  root.className = "root";
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", data.group);
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  for (const { kind, file, label } of data.kinds) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.testid = `picture-${kind}`;
    button.textContent = label;
    button.addEventListener("click", async () => {
      said.textContent = "";
      try {
        await save(kind, file, data, root);
      } catch (notDrawn) {
        said.textContent = data.failed;
      }
    });
    root.append(button);
  }
  root.append(said);
  parentElement.replaceChildren(...[...parentElement.children].filter((child) => child.className !== "root"), root);
}

async function save(kind, file, data, root) {
  const picture = pictureOf(data, getComputedStyle(root));
  const svg = new Blob([onPaper(new XMLSerializer().serializeToString(picture))], { type: "image/svg+xml" });
  const blob = kind === "svg" ? svg : await painted(svg, picture);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

function pictureOf(data, style) {
  const plot = document.querySelector(`.st-key-${data.chart.replace(/[^a-zA-Z0-9_-]/g, "-")} .js-plotly-plot`);
  const layers = plot ? [...plot.querySelectorAll("svg.main-svg")] : [];
  if (!layers.length) throw new Error("no chart");
  const { width, height } = layers[0].getBoundingClientRect();
  const lines = [data.title, data.about].filter(Boolean);
  const above = EDGE + 26 * lines.length;
  const whole = node("svg", { xmlns: SVG, width: width + 2 * EDGE, height: height + above + EDGE });
  whole.setAttribute("viewBox", `0 0 ${width + 2 * EDGE} ${height + above + EDGE}`);
  whole.setAttribute("font-family", style.fontFamily);
  whole.append(node("rect", { width: "100%", height: "100%", fill: PAPER }));
  lines.forEach((text, place) => {
    const line = node("text", { x: EDGE, y: EDGE + 14 + 26 * place, fill: INK, "font-size": place ? 14 : 18, "font-weight": place ? 400 : 600 });
    line.textContent = text;
    whole.append(line);
  });
  const moved = node("g", { transform: `translate(${EDGE} ${above})` });
  for (const layer of layers) {
    const copy = layer.cloneNode(true);
    copy.querySelectorAll(".hoverlayer, .zoomlayer, .drag").forEach((part) => part.remove());
    // Each layer is a picture of its own, with no ground that would cover those below.
    copy.style.background = "none";
    copy.setAttribute("width", width);
    copy.setAttribute("height", height);
    moved.append(copy);
  }
  whole.append(moved);
  return whole;
}

function onPaper(svg) {
  return svg.replace(/rgb\((\d+, \d+, \d+)\)/g, (whole, colour) => (colour in ON_PAPER ? `rgb(${ON_PAPER[colour]})` : whole));
}

function node(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key !== "xmlns") made.setAttribute(key, value);
  }
  return made;
}

function painted(svg, picture) {
  const [width, height] = ["width", "height"].map((side) => Number(picture.getAttribute(side)) * SHARPER);
  const address = URL.createObjectURL(svg);
  const image = new Image();
  return new Promise((done, failed) => {
    image.addEventListener("error", failed);
    image.addEventListener("load", () => {
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(width);
      canvas.height = Math.round(height);
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(address);
      canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("not painted"))), "image/png");
    });
    image.src = address;
  });
}
