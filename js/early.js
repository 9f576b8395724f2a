// Runs before the first paint: what must not flash.
const root = document.documentElement;
root.classList.add("js");
try {
  if (localStorage.getItem("privacy") === "1") root.dataset.private = "";
} catch {
  // A browser that keeps nothing shows every name until the switch is pressed.
}
