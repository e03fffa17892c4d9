// Tells the browser which language the page speaks, words Streamlit's own link, keeps the demo's choice, and the way back.

// Streamlit leaves for another page in two steps: it writes the new page's query beside the name of the page that is
// left, and then the new name. The first step is taken out of the history, so that "back" leads to what was left.
const HALFWAY = 1500;

function keepTheWayBack() {
  if (window.hengWayBack) return;
  window.hengWayBack = true;
  const push = window.history.pushState;
  let halfway = null;
  window.history.pushState = function (state, unused, address) {
    const to = new URL(address ?? location.href, location.href);
    const leaves = to.pathname !== location.pathname;
    const soon = halfway && halfway.href === location.href && performance.now() - halfway.at < HALFWAY;
    if (leaves && soon && to.search === location.search) window.history.replaceState(state, unused, address);
    else push.call(this, state, unused, address);
    halfway = leaves ? null : { href: location.href, at: performance.now() };
  };
}

// What Streamlit reads aloud where a file is chosen is English only; the first label tells which one it was.
const UPLOADS = '[data-testid="stFileUploader"] [aria-label]';

function wordUploads() {
  for (const part of document.querySelectorAll(UPLOADS)) {
    if (part.getAttribute("aria-label") !== part.hengSaid) part.hengLabel = part.getAttribute("aria-label");
    const said = uploadWords(part.hengLabel, window.hengUploads.words);
    part.hengSaid = said ?? part.hengLabel;
    if (part.getAttribute("aria-label") !== part.hengSaid) part.setAttribute("aria-label", part.hengSaid);
  }
}

function uploadWords(label, words) {
  if (label === "file upload") return words.choose;
  if (label === "Add files") return words.another;
  return label.startsWith("Remove ") ? words.remove.replace("{file}", label.slice("Remove ".length)) : null;
}

function keepUploadsWorded(words) {
  if (!window.hengUploads) {
    window.hengUploads = { words };
    let waiting = false;
    new MutationObserver(() => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; wordUploads(); });
    }).observe(document.body, { childList: true, subtree: true });
  }
  window.hengUploads.words = words;
  wordUploads();
}

export default function (component) {
  keepTheWayBack();
  const { data } = component;
  if (!data) return;
  document.documentElement.lang = data.language;
  keepUploadsWorded(data.uploads);
  const link = document.querySelector('[data-testid="stSkipToContent"]');
  if (link && link.textContent !== data.skip) link.textContent = data.skip;
  if (data.cookie) document.cookie = `${data.cookie.name}=${encodeURIComponent(data.cookie.value)}; path=/; max-age=31536000; samesite=lax`;
}
