// The component itself: fetches the form's script, style and texts, which the browser keeps, and hands over to them.

const places = new WeakMap();

export default function (component) {
  const { data, parentElement } = component;
  if (!data || !data.files) return undefined;
  const place = places.get(parentElement) || { calls: 0, clean: null };
  places.set(parentElement, place);
  place.calls += 1;
  const call = place.calls;
  const draw = () => {
    place.clean = place.mount({ ...component, data: { ...place.texts, ...data } }) || null;
  };
  if (place.mount && place.from === data.files.texts) draw();
  else begin(place, call, parentElement, data.files, draw);
  return () => {
    if (place.calls !== call) return;
    place.calls += 1;
    if (place.clean) place.clean();
    place.clean = null;
  };
}

// Only the newest call goes on once all is there: what an older one was given is out of date.
async function begin(place, call, parent, files, draw) {
  const newest = () => place.calls === call;
  try {
    const loaded = await Promise.all([place.mount || moduleOf(place, files), textsOf(files), styled(parent, files)]);
    if (!newest()) return;
    [place.mount, place.texts] = loaded;
    place.from = files.texts;
    unsay(parent);
    draw();
  } catch (fault) {
    const words = (await allThere(files)) ? files.broken : files.failed;
    if (words === files.broken) console.error(fault);
    if (newest()) say(parent, words, files.again, () => begin(place, call, parent, files, draw));
  }
}

// Where all files can be had, it is not the network that failed but what is in them, or this browser.
async function allThere(files) {
  const there = (address) => fetch(address, { credentials: "same-origin" }).then((reply) => reply.ok, () => false);
  return (await Promise.all([files.script, files.texts, files.style].map(there))).every(Boolean);
}

// Some browsers remember that a module did not load, so that another try needs another address.
async function moduleOf(place, files) {
  const address = new URL(files.script, location.origin);
  place.tries = (place.tries || 0) + 1;
  if (place.tries > 1) address.searchParams.set("try", place.tries);
  return (await import(address.href)).default;
}

async function textsOf(files) {
  const response = await fetch(files.texts, { credentials: "same-origin" });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

function styled(parent, files) {
  const there = parent.querySelector("link[data-heng]");
  if (there) return undefined;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.dataset.heng = "";
  return new Promise((resolve, reject) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", () => {
      link.remove();
      reject(new Error("style"));
    });
    link.href = files.style;
    parent.append(link);
  });
}

function say(parent, words, againWord, again) {
  unsay(parent);
  const box = document.createElement("div");
  const text = document.createElement("p");
  const button = document.createElement("button");
  box.dataset.hengFailed = "";
  box.setAttribute("role", "alert");
  text.textContent = words;
  button.type = "button";
  button.textContent = againWord;
  button.style.cssText = "font: inherit; min-height: 52px; padding: 0 22px; border: 1px solid; border-radius: 6px; color: inherit; background: none;";
  button.addEventListener("click", () => {
    button.disabled = true;
    again();
  });
  box.append(text, button);
  parent.append(box);
}

function unsay(parent) {
  const box = parent.querySelector("[data-heng-failed]");
  if (box) box.remove();
}
