// One press opens a page of our own beside this one and asks the browser to print it.

const SVG = "http://www.w3.org/2000/svg";
const PRINTER = "M19 8H5a3 3 0 0 0-3 3v6h4v4h12v-4h4v-6a3 3 0 0 0-3-3zm-3 11H8v-5h8v5zm3-7a1 1 0 1 1 0-2 1 1 0 0 1 0 2zM18 3H6v4h12V3z";
const LOOK_MS = 50;
const LOOKS = 200;
const KEPT_MS = 10 * 60 * 1000;
const views = new WeakMap();

class Printing {
  constructor(parent) {
    this.root = document.createElement("div");
    this.root.className = "root";
    this.button = document.createElement("button");
    this.button.type = "button";
    const icon = document.createElementNS(SVG, "svg");
    icon.setAttribute("viewBox", "0 0 24 24");
    icon.setAttribute("aria-hidden", "true");
    const shape = document.createElementNS(SVG, "path");
    shape.setAttribute("d", PRINTER);
    icon.append(shape);
    this.label = document.createElement("span");
    this.said = document.createElement("p");
    this.said.setAttribute("role", "status");
    this.button.append(icon, this.label);
    this.button.addEventListener("click", () => this.print());
    this.root.append(this.button, this.said);
    parent.append(this.root);
  }

  take(data) {
    this.data = data;
    this.label.textContent = data.label;
  }

  print() {
    const address = URL.createObjectURL(new Blob([this.data.page], { type: "text/html" }));
    setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
    const opened = window.open(address, "_blank");
    this.said.textContent = opened ? "" : this.data.blocked;
    if (opened) this.whenThere(opened, LOOKS);
    else this.download(address);
  }

  // A new window holds an empty page at first; what is printed has to be ours.
  whenThere(opened, looks) {
    if (opened.closed || looks === 0) return;
    const there = opened.location.href.startsWith("blob:") && opened.document.readyState === "complete";
    if (!there) setTimeout(() => this.whenThere(opened, looks - 1), LOOK_MS);
    else {
      opened.focus();
      opened.print();
    }
  }

  download(address) {
    const link = document.createElement("a");
    link.href = address;
    link.download = this.data.file;
    link.click();
  }
}

export default function ({ data, parentElement }) {
  if (!data || !data.page) return;
  let view = views.get(parentElement);
  if (!view) views.set(parentElement, (view = new Printing(parentElement)));
  view.take(data);
}
