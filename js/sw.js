// Stands between the pages and the line: without a line it shows the form for records (/records/offline) instead of an error. It keeps nothing itself;
// what it may show is put there by js/outbox.js for the person who is signed in, and goes at sign-out.
const CACHE = "bangfu-offline";
const SHELL = "/records/offline";
const KEEP_MS = 7 * 24 * 60 * 60 * 1000;

async function shell() {
  const found = await caches.match(SHELL, { ignoreVary: true });
  if (!found) return Response.error();
  if (Date.now() - Date.parse(found.headers.get("date")) < KEEP_MS) return found;
  await caches.delete(CACHE);
  return Response.error();
}

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(shell));
  else if (url.pathname.startsWith("/assets/")) {
    event.respondWith(fetch(request).catch(async () => (await caches.match(url.pathname, { ignoreVary: true })) ?? Response.error()));
  }
});
