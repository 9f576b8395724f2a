// Nothing typed is ever lost: every form[data-draft] is kept on this device for this person and path.
// It goes when a page says that it was saved (a "done" flash), when it is dropped, at sign-out (js/outbox.js), or after a week.
// data-draft="tab" keeps it only as long as the tab. Passwords, files and hidden fields are never kept.
import { word } from "./words.js";

const PREFIX = "draft:";
const KEEP_MS = 7 * 24 * 60 * 60 * 1000;
const SKIP = new Set(["password", "file", "hidden", "submit", "button"]);

const person = document.documentElement.dataset.person ?? "";
const stores = () => {
  try {
    return [localStorage, sessionStorage];
  } catch {
    return [];
  }
};
const storeOf = (form) => stores()[form.dataset.draft === "tab" ? 1 : 0];
const keyOf = (form) => `${PREFIX}${person}|${location.pathname}|${form.id}`;
const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !SKIP.has(field.type) && !("noDraft" in field.dataset) && !field.disabled);
const isChoice = (field) => field.type === "checkbox" || field.type === "radio";

function read(store, key) {
  try {
    return JSON.parse(store?.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

function write(store, key, draft) {
  try {
    store?.setItem(key, JSON.stringify(draft));
  } catch {
    // A full store: the form itself still holds everything.
  }
}

function each(act) {
  for (const store of stores()) {
    for (const key of Object.keys(store).filter((key) => key.startsWith(PREFIX))) act(store, key);
  }
}

let over = false;

/** Forgets every draft of this device and keeps no more on this page. */
export function wipe() {
  over = true;
  each((store, key) => store.removeItem(key));
}

/** What stands in the form: [name, value] in order, choices with whether they are chosen. */
export const contents = (form) => fieldsOf(form).map((field) => (isChoice(field) ? [field.name, field.value, field.checked] : [field.name, field.value]));

function fill(form, kept) {
  const waiting = new Map();
  for (const entry of kept) waiting.set(entry[0], [...(waiting.get(entry[0]) ?? []), entry]);
  for (const field of fieldsOf(form)) {
    const list = waiting.get(field.name);
    const at = list?.findIndex((entry) => (isChoice(field) ? entry[1] === field.value : true)) ?? -1;
    if (at < 0) continue;
    const [entry] = list.splice(at, 1);
    if (isChoice(field)) field.checked = entry[2];
    else field.value = entry[1];
  }
}

/** Leaves for the form with an id on another page what is to stand in it. */
export function restore(path, id, fields) {
  write(stores()[0], `${PREFIX}${person}|${path}|${id}`, { at: Date.now(), sent: false, fields });
}

function note(form, drop) {
  const line = document.createElement("p");
  line.className = "notice";
  line.setAttribute("role", "status");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link";
  button.textContent = word("draftDrop");
  button.addEventListener("click", () => {
    drop();
    line.remove();
  });
  const text = document.createElement("span");
  text.append(word("draftBack"), button);
  line.append(text);
  form.before(line);
}

function watch(form) {
  const store = storeOf(form);
  const key = keyOf(form);
  const fresh = JSON.stringify(contents(form));
  let timer = 0;
  const keep = (sent = false) => {
    clearTimeout(timer);
    timer = 0;
    if (over) return;
    const now = contents(form);
    if (JSON.stringify(now) === fresh) store?.removeItem(key);
    else write(store, key, { at: Date.now(), sent, fields: now });
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 400);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", () => keep(true));
  form.addEventListener("outbox:kept", () => {
    clearTimeout(timer);
    store?.removeItem(key);
  });
  addEventListener("pagehide", () => timer && keep());
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.target === form && event.detail.successful) store?.removeItem(key);
  });

  // A page that came back with problems already holds what was typed.
  const draft = read(store, key);
  if (!draft || document.querySelector("[data-problems]") || JSON.stringify(draft.fields) === fresh) return;
  fill(form, draft.fields);
  note(form, () => {
    store?.removeItem(key);
    fill(form, JSON.parse(fresh));
  });
}

/** Settles what the last page sent, then keeps and restores the forms of this one. */
export function drafts() {
  const saved = document.querySelector('[data-flash="done"]');
  const now = Date.now();
  each((store, key) => {
    const draft = read(store, key);
    const mine = key.startsWith(`${PREFIX}${person}|`);
    if (!draft || now - draft.at > KEEP_MS || (saved && mine && draft.sent)) store.removeItem(key);
  });
  document.querySelectorAll("form[data-draft]").forEach(watch);
}
