// Forms: sent once, asked before what destroys, files dropped, filters sent when a choice changes.
import { word } from "./words.js";

const LOCK_MS = 8000;

function sending(form, busy) {
  for (const button of form.querySelectorAll('button[type="submit"], button:not([type])')) {
    button.classList.toggle("is-sending", busy);
    if (busy) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
  form.toggleAttribute("data-sending", busy);
}

/** Asks before what cannot be taken back; whether the answer is yes. */
export function ask(text) {
  const box = document.createElement("dialog");
  const line = document.createElement("p");
  line.textContent = text;
  line.id = "confirm-text";
  box.setAttribute("aria-labelledby", line.id);
  const acts = document.createElement("form");
  acts.method = "dialog";
  acts.className = "actions";
  const answer = (value, className, name) => {
    const button = document.createElement("button");
    button.className = className;
    button.value = value;
    button.textContent = word(name);
    acts.append(button);
  };
  answer("no", "button", "confirmNo");
  answer("yes", "button danger", "confirmYes");
  box.append(line, acts);
  document.body.append(box);
  box.showModal();
  return new Promise((done) =>
    box.addEventListener("close", () => {
      box.remove();
      done(box.returnValue === "yes");
    }),
  );
}

async function confirmed(form, by) {
  if (!(await ask(form.dataset.confirm))) return;
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "confirmed", value: "1" });
  form.append(field);
  form.requestSubmit(by?.form === form ? by : undefined);
  field.remove();
}

// In the capturing phase, before drafts note the form as sent.
function guard(event) {
  const form = event.target;
  const sends = () => {
    if (event.defaultPrevented || "download" in form.dataset) return;
    sending(form, true);
    // An answer that leaves this page standing (a file, a lost line) must not lock the form; the server takes each form once.
    setTimeout(() => sending(form, false), LOCK_MS);
  };
  if (form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.hasAttribute("data-sending")) {
    event.preventDefault();
    event.stopPropagation();
  } else if (form.dataset.confirm && !form.elements.confirmed) {
    event.preventDefault();
    event.stopPropagation();
    confirmed(form, event.submitter);
  } else {
    // After the browser has taken the form's values, the pressed button among them.
    setTimeout(sends);
  }
}

function dropZone(zone) {
  const input = zone.querySelector('input[type="file"]');
  const list = zone.querySelector("[data-drop-files]");
  const over = (on) => (event) => {
    event.preventDefault();
    zone.classList.toggle("is-over", on);
  };
  const show = () =>
    list?.replaceChildren(
      ...[...input.files].map((file) => {
        const line = document.createElement("li");
        const size = document.createElement("span");
        size.textContent = `${Math.max(1, Math.round(file.size / 1024))} KB`;
        line.append(file.name, size);
        return line;
      }),
    );
  zone.addEventListener("dragover", over(true));
  zone.addEventListener("dragleave", over(false));
  zone.addEventListener("drop", (event) => {
    over(false)(event);
    const files = new DataTransfer();
    const dropped = [...event.dataTransfer.files];
    (input.multiple ? [...input.files, ...dropped] : dropped.slice(0, 1)).forEach((file) => files.items.add(file));
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.addEventListener("change", show);
}

/** Makes the forms of the page work. */
export function forms() {
  document.addEventListener("submit", guard, true);
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach((form) => sending(form, false)));
  document.querySelectorAll("[data-drop]").forEach(dropZone);
  document.querySelectorAll("form[data-auto]").forEach((form) =>
    form.addEventListener("change", (event) => {
      if (event.target.matches("select, input[type=checkbox], input[type=radio], input[type=date]")) form.requestSubmit();
    }),
  );
  document.querySelector("[data-problems]")?.focus();
}
