// The page works without this; with it, it is quicker and nothing typed is lost.
import { drafts } from "./drafts.js";
import { forms } from "./forms.js";
import { outbox } from "./outbox.js";
import { preferences } from "./prefs.js";
import { speak } from "./speak.js";
import { tables } from "./tables.js";

function suggestions(event) {
  const box = event.target.closest?.("[data-search]");
  if (!box || !["ArrowDown", "ArrowUp", "Escape"].includes(event.key)) return;
  const input = box.querySelector("input");
  const links = [...box.querySelectorAll(".suggest a")];
  event.preventDefault();
  if (event.key === "Escape") {
    box.querySelector(".suggest").replaceChildren();
    input.focus();
    return;
  }
  const next = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
  (links[next] ?? input).focus();
}

function connection() {
  const line = document.querySelector("[data-offline]");
  const show = () => line && (line.hidden = navigator.onLine);
  addEventListener("online", show);
  addEventListener("offline", show);
  show();
}

function menus(event) {
  document.querySelectorAll("details.drop-menu[open]").forEach((menu) => {
    if (event.type === "keydown" ? event.key === "Escape" : !menu.contains(event.target)) menu.open = false;
  });
  document.querySelectorAll(".suggest:not(:empty)").forEach((list) => {
    if (event.type === "click" && !list.parentElement.contains(event.target)) list.replaceChildren();
  });
  const sheet = location.hash === "#menu" && document.getElementById("menu");
  if (sheet && (event.type === "keydown" ? event.key === "Escape" : !sheet.contains(event.target) && !event.target.closest('[href="#menu"]'))) location.hash = "";
}

preferences(document.documentElement);
tables();
forms();
drafts();
outbox();
connection();
speak();
// The board is a page of its own: others need not load it.
if (document.querySelector("[data-board]")) import("./board.js").then((module) => module.board());
document.addEventListener("keydown", suggestions);
document.addEventListener("keydown", menus);
document.addEventListener("click", menus);
document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => print()));
// "/" goes to the search, as in many programs.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.closest("input, textarea, select")) return;
  event.preventDefault();
  document.getElementById("top-search")?.focus();
});
