// The board of pairs: a child is dragged to a helper. While it is held, every helper says whether it may come, and why not. The selects and buttons do the same without it.

export function board() {
  const page = document.querySelector("[data-board]");
  const form = page.querySelector("[data-drop-form]");
  const helpers = [...page.querySelectorAll("[data-mentor]")];
  let held = null;

  const refusal = ({ mentor, has, most }) => {
    if (held.have.includes(mentor)) return page.dataset.wordHave;
    if (!held.may.includes(mentor)) return page.dataset.wordOther;
    return most && Number(has) >= Number(most) ? page.dataset.wordFull : "";
  };
  const show = () => {
    for (const helper of helpers) {
      const no = held ? refusal(helper.dataset) : "";
      helper.classList.toggle("may-drop", Boolean(held) && !no);
      helper.classList.toggle("no-drop", Boolean(no));
      helper.classList.remove("is-over");
      helper.querySelector("[data-why]").textContent = held ? no || page.dataset.wordHere : "";
    }
  };
  const letGo = () => {
    held = null;
    show();
  };
  const over = (event) => {
    const helper = event.target.closest?.("[data-mentor]");
    return held && helper && !refusal(helper.dataset) ? helper : null;
  };

  page.addEventListener("dragstart", (event) => {
    const chip = event.target.closest?.("[data-drag]");
    if (!chip) return;
    const { drag, from, may, have } = chip.dataset;
    held = { pupil: drag, from: from ?? "", may: may.split(" "), have: have.split(" ") };
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", chip.textContent.trim());
    show();
  });
  page.addEventListener("dragover", (event) => {
    const helper = over(event);
    helpers.forEach((one) => one.classList.toggle("is-over", one === helper));
    if (helper) event.preventDefault();
  });
  page.addEventListener("drop", (event) => {
    const helper = over(event);
    if (!helper) return;
    event.preventDefault();
    form.elements.pupil.value = held.pupil;
    form.elements.from.value = held.from;
    form.elements.staff.value = helper.dataset.mentor;
    letGo();
    form.requestSubmit();
  });
  page.addEventListener("dragend", letGo);
}
