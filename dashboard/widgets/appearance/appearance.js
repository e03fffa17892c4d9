// Streamlit keeps the choice of light or dark for each address by itself; here it is made once for all pages.

const drawn = new WeakMap();

// "System", "Light" or "Dark", under the name by which Streamlit 1.67 looks for it.
const nameFor = (path) => `stActiveTheme-${path}-v2`;

function chosen() {
  try {
    return JSON.parse(localStorage.getItem(nameFor(location.pathname))) || "System";
  } catch (unreadable) {
    return "System";
  }
}

function choose(value, data) {
  const root = location.pathname.replace(new RegExp(`${data.here}/?$`), "");
  try {
    for (const page of data.pages) localStorage.setItem(nameFor(root + page), JSON.stringify(value));
  } catch (storageForbidden) {
    return;
  }
  location.reload();
}

export default function (component) {
  const { data, parentElement } = component;
  const spoken = JSON.stringify(data);
  if (drawn.get(parentElement) === spoken) return;
  drawn.set(parentElement, spoken);
  const group = document.createElement("fieldset");
  group.setAttribute("aria-label", data.label);
  for (const choice of data.choices) {
    const label = document.createElement("label");
    const input = document.createElement("input");
    const word = document.createElement("span");
    input.type = "radio";
    input.name = "appearance";
    input.value = choice.value;
    input.checked = choice.value === chosen();
    input.addEventListener("change", () => choose(choice.value, data));
    word.textContent = choice.label;
    label.append(input, word);
    group.append(label);
  }
  parentElement.replaceChildren(...[...parentElement.children].filter((child) => child.tagName !== "FIELDSET"), group);
}
