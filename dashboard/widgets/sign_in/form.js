// A form that a route answers: its cookie is set or ended by the response, then the page loads anew.

const drawn = new WeakMap();

function field(definition) {
  const label = document.createElement("label");
  label.textContent = definition.label;
  const input = document.createElement("input");
  input.name = definition.name;
  input.type = definition.kind;
  input.autocomplete = definition.fill;
  input.required = true;
  input.maxLength = 200;
  input.autocapitalize = "none";
  input.spellcheck = false;
  label.append(input);
  return label;
}

// Sheets that were taken along belong to who was signed in; answers that wait stay, for their own person.
function forgetSheets() {
  return new Promise((resolve) => {
    setTimeout(resolve, 1000);
    try {
      localStorage.removeItem("heng-person");
      const request = indexedDB.open("heng");
      request.onupgradeneeded = () => request.transaction.abort();
      request.onerror = (event) => {
        event.preventDefault();
        resolve();
      };
      request.onsuccess = () => {
        const base = request.result;
        const done = () => {
          base.close();
          resolve();
        };
        if (!base.objectStoreNames.contains("sheets")) {
          done();
          return;
        }
        const clearing = base.transaction("sheets", "readwrite");
        clearing.objectStore("sheets").clear();
        clearing.oncomplete = clearing.onabort = done;
      };
    } catch (nothingIsKeptHere) {
      resolve();
    }
  });
}

async function send(form, data, message) {
  const body = Object.fromEntries(new FormData(form));
  const button = form.querySelector("button");
  button.disabled = true;
  message.textContent = "";
  try {
    const response = await fetch(data.url, {
      method: data.method,
      headers: { "Content-Type": "application/json", "X-Heng": "1", "Accept-Language": data.language },
      body: JSON.stringify(body),
      credentials: "same-origin",
    });
    if (response.ok) {
      if (data.forgets) await forgetSheets();
      location.reload();
      return;
    }
    const said = await response.json().catch(() => null);
    message.textContent = (said && said.error && said.error.message) || data.failed;
  } catch {
    message.textContent = data.failed;
  }
  button.disabled = false;
}

export default function (component) {
  const { data, parentElement } = component;
  if (!data) return undefined;
  const shape = JSON.stringify(data);
  if (drawn.get(parentElement) === shape) return undefined;
  drawn.set(parentElement, shape);
  // Where one can sign in nobody is signed in.
  if (data.entrance) forgetSheets();
  const form = document.createElement("form");
  const message = document.createElement("p");
  message.setAttribute("role", "alert");
  const button = document.createElement("button");
  button.type = "submit";
  button.textContent = data.button;
  form.append(...data.fields.map(field), button, message);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form, data, message);
  });
  // Streamlit keeps the style beside the form, in an element of its own.
  parentElement.replaceChildren(...[...parentElement.children].filter((child) => child.tagName !== "FORM"), form);
  return undefined;
}
