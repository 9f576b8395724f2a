// Runs before the first paint: what must not flash.
document.documentElement.classList.add("js");
try {
  if (localStorage.getItem("privacy") === "1") document.documentElement.dataset.private = "";
} catch {
  // A browser that keeps nothing shows every name until the switch is pressed.
}
