// Tables: a row opens, many are selected, a grid of marks is walked and pasted into.
import { word } from "./words.js";

function openRow(event) {
  const row = event.target.closest("tr[data-open]");
  if (!row || event.target.closest("a, button, input, label, select, summary, .pick") || String(getSelection())) return;
  const link = row.querySelector(".main-cell a, a");
  if (event.ctrlKey || event.metaKey) open(link.href, "_blank", "noopener");
  else link?.click();
}

function picks(form) {
  const all = form.querySelector("[data-pick-all]");
  const bar = form.querySelector("[data-pick-bar]");
  const count = form.querySelector("[data-pick-count]");
  const boxes = () => [...form.querySelectorAll("tbody .pick input")];
  const show = () => {
    const list = boxes();
    const chosen = list.filter((box) => box.checked);
    list.forEach((box) => box.closest("tr").classList.toggle("is-picked", box.checked));
    if (bar) bar.hidden = chosen.length === 0;
    if (count) count.textContent = `${word("picked")} ${chosen.length}`;
    if (!all) return;
    all.checked = list.length > 0 && chosen.length === list.length;
    all.indeterminate = chosen.length > 0 && !all.checked;
  };
  let last = null;
  form.addEventListener("click", (event) => {
    const box = event.target;
    if (!box.matches?.("tbody .pick input")) return;
    const list = boxes();
    if (event.shiftKey && last) {
      const [from, to] = [list.indexOf(last), list.indexOf(box)].sort((a, b) => a - b);
      list.slice(from, to + 1).forEach((one) => (one.checked = box.checked));
    }
    last = box;
  });
  form.addEventListener("change", (event) => {
    if (event.target === all) boxes().forEach((box) => (box.checked = all.checked));
    show();
  });
  addEventListener("pageshow", show);
  show();
}

const cells = (table) => [...table.tBodies].flatMap((body) => [...body.rows]).map((row) => [...row.querySelectorAll("input.input")]);

function step(event) {
  const field = event.target;
  if (!field.matches("input.input") || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
  const rows = cells(event.currentTarget);
  const y = rows.findIndex((row) => row.includes(field));
  const x = rows[y]?.indexOf(field);
  const atStart = field.selectionStart === 0 && field.selectionEnd === field.value.length ? true : field.selectionEnd === 0;
  const atEnd = field.selectionStart === field.value.length || (field.selectionStart === 0 && field.selectionEnd === field.value.length);
  const to = {
    Enter: () => (event.shiftKey ? rows[y - 1]?.[x] : (rows[y + 1]?.[x] ?? rows[0]?.[x + 1])),
    ArrowDown: () => rows[y + 1]?.[x],
    ArrowUp: () => rows[y - 1]?.[x],
    ArrowLeft: () => (atStart ? rows[y][x - 1] : null),
    ArrowRight: () => (atEnd ? rows[y][x + 1] : null),
  }[event.key]?.();
  if (event.key === "Enter" || to) event.preventDefault();
  to?.focus();
  to?.select();
}

function paste(event) {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!/[\t\n]/.test(text.trim()) || !event.target.matches("input.input")) return;
  event.preventDefault();
  const rows = cells(event.currentTarget);
  const y = rows.findIndex((row) => row.includes(event.target));
  const x = rows[y].indexOf(event.target);
  text.replace(/\r?\n$/, "").split(/\r?\n/).forEach((line, down) =>
    line.split("\t").forEach((value, right) => {
      const field = rows[y + down]?.[x + right];
      if (field) field.value = value.trim();
    }),
  );
  event.target.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Makes the tables of the page work. */
export function tables() {
  document.addEventListener("click", openRow);
  document.querySelectorAll("form[data-pick]").forEach(picks);
  document.querySelectorAll("table[data-grid]").forEach((table) => {
    table.addEventListener("keydown", step);
    table.addEventListener("paste", paste);
    table.addEventListener("focusin", (event) => event.target.select?.());
  });
}
