// Theme and language are sent at once when chosen; the privacy switch belongs to this device alone.

/** Makes the preference form and the privacy switch of the page work. */
export function preferences(root) {
  const form = document.querySelector("form[data-preferences]");
  form?.addEventListener("change", (event) => {
    if (event.target.name === "theme") root.dataset.theme = event.target.value;
    form.requestSubmit();
  });
  const button = document.querySelector("[data-privacy]");
  if (!button) return;
  const show = () => button.setAttribute("aria-pressed", String("private" in root.dataset));
  show();
  button.addEventListener("click", () => {
    root.toggleAttribute("data-private");
    show();
    try {
      localStorage.setItem("privacy", "private" in root.dataset ? "1" : "0");
    } catch {
      // The switch then holds for this page only.
    }
  });
}
