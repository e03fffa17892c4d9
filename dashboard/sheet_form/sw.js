// Without network: keeps the form's own files and one page to go on with; touches no other request.
// The server puts `const FORM = {version, files, page}` before this.

const OURS = "heng-form-";
const CACHE = OURS + FORM.version;
const PATIENCE = 10000;
const AWAY = [502, 503, 504];
const LISTS = ["/", "/audits"];

self.addEventListener("install", (event) => {
  straight(event);
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => event.waitUntil(tidy()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (address.searchParams.has("audit") || LISTS.includes(address.pathname)) event.respondWith(page(event));
  } else if (FORM.files.includes(address.pathname)) event.respondWith(kept(request));
});

// What is none of the worker's business does not even wake it, where the browser knows how.
function straight(event) {
  const paths = ["/api/audits/*", "/_stcore/*", "/static/*", "/media/*"];
  try {
    if (event.addRoutes) {
      const rules = paths.map((path) => ({ condition: { urlPattern: path }, source: "network" }));
      event.addRoutes(rules).catch(() => undefined);
    }
  } catch (olderBrowser) {
    // Then it is woken and lets them pass.
  }
}

async function keep() {
  const cache = await caches.open(CACHE);
  await cache.addAll([...FORM.files, FORM.page]);
  await self.skipWaiting();
}

async function tidy() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OURS) && name !== CACHE).map((name) => caches.delete(name)));
  if (self.registration.navigationPreload) await self.registration.navigationPreload.enable();
  await self.clients.claim();
}

async function page(event) {
  const shell = async () => (await caches.match(FORM.page, { cacheName: CACHE })) || Response.error();
  let alarm;
  const late = new Promise((resolve) => {
    alarm = setTimeout(() => resolve(null), PATIENCE);
  });
  try {
    const response = await Promise.race([fetched(event), late]);
    return response && !AWAY.includes(response.status) ? response : await shell();
  } catch (noNetwork) {
    return shell();
  } finally {
    clearTimeout(alarm);
  }
}

async function fetched(event) {
  return (await event.preloadResponse) || fetch(event.request);
}

async function kept(request) {
  return (await caches.match(request, { cacheName: CACHE, ignoreSearch: true })) || fetch(request);
}
