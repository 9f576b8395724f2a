// A record that cannot be sent stays on this device and is sent when the school's PC answers again: once, because the form made its id and the server knows it.
// Each item belongs to the person who wrote it; nobody else's page sends or shows it. It goes when it has arrived, when it is dropped, at sign-out, or after a month.
import { contents, restore, wipe } from "./drafts.js";
import { ask } from "./forms.js";
import { word } from "./words.js";

const PREFIX = "outbox:";
const KEEP_MS = 30 * 24 * 60 * 60 * 1000;
const AGAIN_MS = 20000;
const ANSWER_MS = 8000;
const CACHE = "bangfu-offline";
const SHELL = "/records/offline";
const SHELL_NOTE = "offline-shell";
const SHELL_FRESH_MS = 60 * 60 * 1000;
const ASSETS = ["bangfu.css", "icons.svg", "favicon.svg", "early.js", "htmx.min.js", "app.js", "drafts.js", "forms.js", "outbox.js", "prefs.js", "speak.js", "tables.js", "words.js"];

const person = document.documentElement.dataset.person ?? "";

function store() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

function parsed(text) {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}

/** What waits here for this person, the oldest first. */
function items() {
  const mine = Object.keys(store() ?? {}).filter((key) => person && key.startsWith(`${PREFIX}${person}|`));
  return mine.map((key) => ({ key, ...parsed(store().getItem(key)) })).filter((item) => item.fields).sort((a, b) => a.at - b.at);
}

function put({ key, ...item }) {
  try {
    store().setItem(key, JSON.stringify(item));
    return true;
  } catch {
    return false;
  }
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const time = Date.now();
  for (let at = 0; at < 6; at += 1) bytes[at] = Math.floor(time / 2 ** (8 * (5 - at))) % 256;
  bytes[6] = (bytes[6] % 16) + 0x70;
  bytes[8] = (bytes[8] % 64) + 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

async function ring(path, options = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), ANSWER_MS);
  try {
    return await fetch(path, { redirect: "manual", cache: "no-store", signal: stop.signal, ...options });
  } finally {
    clearTimeout(timer);
  }
}

/** What a form needs to be taken: nothing while nobody answers, `over` when the session has ended. */
async function keys() {
  try {
    const answer = await ring("/records/keys");
    if (answer.ok) return await answer.json();
    return answer.type === "opaqueredirect" || answer.status === 403 ? { over: true } : null;
  } catch {
    return null;
  }
}

let over = false;
let arrived = 0;
let note = "";

function element(name, props = {}, ...children) {
  const made = Object.assign(document.createElement(name), props);
  made.append(...children);
  return made;
}

const button = (name, act) => {
  const made = element("button", { type: "button", className: "link", textContent: word(name) });
  made.addEventListener("click", act);
  return made;
};

function line(item) {
  const text = element("span", { textContent: [item.name, item.what, item.begins, item.says].filter(Boolean).join(" · ") });
  const drop = async () => {
    if (!(await ask(word("outboxDropAsk")))) return;
    store().removeItem(item.key);
    show();
  };
  const open = () => {
    restore("/records/new", `record-${item.pupil}`, item.draft);
    store().removeItem(item.key);
    location.assign(`/records/new?pupil=${item.pupil}`);
  };
  const acts = item.says ? [button("outboxOpen", open), button("outboxDrop", drop)] : [button("outboxDrop", drop)];
  return element("li", {}, text, ...acts);
}

function show() {
  const all = items();
  const main = document.querySelector("main");
  document.querySelector("[data-outbox-line]")?.remove();
  if (!main || (all.length === 0 && arrived === 0 && !note)) return;
  const box = element("section", { className: "notice outbox" });
  box.dataset.outboxLine = "";
  box.dataset.waiting = String(all.length);
  box.setAttribute("role", "status");
  const body = element("div");
  const stuck = all.length > 0 && all.every((item) => item.says);
  const state = stuck ? "outboxRefused" : over ? "outboxOver" : "outboxWaiting";
  const said = all.length === 0 ? `${word("outboxSent")} · ${arrived}` : `${word(state)} · ${all.length}\u00a0${word("outboxCount")}`;
  if (note) body.append(element("p", { textContent: note }));
  if (all.length > 0 || arrived > 0) body.append(element("p", {}, element("strong", { textContent: said })));
  if (all.length > 0) {
    const again = over ? element("a", { className: "link", href: `/sign-in?next=${encodeURIComponent(location.pathname)}`, textContent: word("outboxSignIn") }) : button("outboxNow", () => flush());
    if (!stuck) body.lastChild.append(again);
    body.append(element("ul", {}, ...all.map(line)));
  }
  box.append(body);
  main.prepend(box);
}

const refused = async (answer) => (answer.status === 422 ? (await answer.json()).problems.join(" ") : word("outboxGone"));

async function send() {
  const waiting = items().filter((item) => !item.says);
  if (waiting.length === 0) return;
  const key = await keys();
  over = Boolean(key?.over);
  if (!key || over || key.who !== person) return;
  for (const item of waiting) {
    let answer;
    try {
      answer = await ring("/records/outbox", { method: "POST", body: new URLSearchParams([["_csrf", key.csrf], ...item.fields]) });
      if (answer.ok) {
        store().removeItem(item.key);
        arrived += 1;
      } else if ([404, 409, 413, 422].includes(answer.status)) {
        put({ ...item, says: await refused(answer) });
      } else {
        return;
      }
    } catch {
      return;
    }
  }
}

let busy = null;

/** Sends what waits; what is refused stays, with what to do about it. */
export const flush = () => (busy ??= send().finally(() => {
  busy = null;
  show();
}));

function picked(form, name) {
  const label = form.querySelector(`[name="${name}"]:checked`)?.closest("label");
  return label?.dataset.name ?? label?.textContent.trim() ?? "";
}

function keep(form) {
  const act = form.elements.act.value || newId();
  const fields = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !["_csrf", "_once", "act"].includes(name));
  const pupil = fields.find(([name]) => name === "pupil")?.[1] ?? "";
  const item = {
    key: `${PREFIX}${person}|${act}`,
    at: Date.now(),
    name: form.dataset.outbox || picked(form, "pupil"),
    what: picked(form, "kind"),
    begins: (fields.find(([name]) => name === "done")?.[1] ?? "").slice(0, 20),
    pupil,
    fields: [["act", act], ...fields],
    draft: contents(form).filter(([name]) => name !== "pupil"),
    says: "",
  };
  if (!put(item)) return false;
  form.dispatchEvent(new Event("outbox:kept"));
  const again = form.elements.pupil.type === "hidden" ? null : pupil;
  form.reset();
  form.elements.act.value = newId();
  if (again) form.querySelectorAll('[name="pupil"]').forEach((box) => (box.checked = box.value === again));
  today(form);
  return true;
}

async function submitted(event) {
  const form = event.target;
  if (event.defaultPrevented) return;
  event.preventDefault();
  form.toggleAttribute("data-sending", true);
  const key = await keys();
  const alone = "outboxOnly" in form.dataset;
  if (!alone && key && !key.over && key.who === person) {
    form.elements._csrf.value = key.csrf;
    form.submit();
    return;
  }
  form.toggleAttribute("data-sending", false);
  const files = [...form.querySelectorAll('input[type="file"]')].some((input) => input.files.length > 0);
  [over, arrived, note] = [Boolean(key?.over), 0, ""];
  if (files) note = word("outboxFile");
  else if (!keep(form)) note = word("outboxFull");
  if (!files) await flush();
  show();
  document.querySelector("[data-outbox-line]")?.scrollIntoView({ block: "nearest" });
}

/** A form that was put away for days is filled in for the day on which it is used. */
function today(form) {
  const now = new Date();
  if ("outboxOnly" in form.dataset && form.elements.day) form.elements.day.value = [now.getFullYear(), String(now.getMonth() + 1).padStart(2, "0"), String(now.getDate()).padStart(2, "0")].join("-");
}

function finder(form) {
  const find = form.querySelector("[data-find]");
  const asked = new URLSearchParams(location.search).get("pupil");
  form.querySelectorAll('[name="pupil"]').forEach((box) => box.value === asked && (box.checked = true));
  find?.addEventListener("input", () => {
    const typed = find.value.trim().toLowerCase();
    form.querySelectorAll("[data-keys]").forEach((one) => (one.hidden = typed !== "" && !one.dataset.keys.split(" ").some((key) => key.startsWith(typed)) && !one.querySelector("input").checked));
  });
}

async function forget() {
  store()?.removeItem(SHELL_NOTE);
  if ("caches" in window) await caches.delete(CACHE);
}

/** Puts the form for records away, with the names of the own children and nothing else, for a time without a line. Needs https (or this very PC). */
async function shell() {
  const at = parsed(store()?.getItem(SHELL_NOTE));
  if (at && at.person !== person) await forget();
  if (!person || !document.querySelector("[data-offline-shell]") || !("serviceWorker" in navigator) || !("caches" in window)) return;
  if (at?.person === person && Date.now() - at.time < SHELL_FRESH_MS) return;
  try {
    await navigator.serviceWorker.register("/sw.js");
    const page = await ring(SHELL);
    if (!page.ok) return;
    const cache = await caches.open(CACHE);
    await cache.put(SHELL, page);
    await cache.addAll(ASSETS.map((name) => `/assets/${name}`));
    store()?.setItem(SHELL_NOTE, JSON.stringify({ person, time: Date.now() }));
    document.documentElement.dataset.offlineReady = "";
  } catch {
    // Without it the outbox still works on a page that is open.
  }
}

async function leave(event) {
  event.preventDefault();
  if (items().length > 0) await flush();
  if (items().length > 0 && !(await ask(word("outboxLeave")))) return;
  wipe();
  for (const item of items()) store().removeItem(item.key);
  await forget();
  event.target.submit();
}

/** Makes the forms whose records can wait, sends what waits, and leaves nothing behind at sign-out. */
export function outbox() {
  const now = Date.now();
  for (const key of Object.keys(store() ?? {}).filter((key) => key.startsWith(PREFIX))) {
    if (!(now - (parsed(store().getItem(key))?.at ?? 0) < KEEP_MS)) store().removeItem(key);
  }
  document.querySelectorAll("form[data-outbox]").forEach((form) => {
    form.addEventListener("submit", submitted);
    if ("outboxOnly" in form.dataset) [form.elements.act.value, form.hidden] = [newId(), false];
    today(form);
    finder(form);
  });
  document.querySelectorAll("form[data-sign-out]").forEach((form) => form.addEventListener("submit", leave));
  addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && flush());
  setInterval(() => items().some((item) => !item.says) && flush(), AGAIN_MS);
  flush();
  shell();
}
