// Reads a text of the page aloud, where the device can; without it the button is not there.
export function speak() {
  const buttons = document.querySelectorAll("[data-speak]");
  if (!("speechSynthesis" in window)) return buttons.forEach((button) => button.remove());
  const say = (button) => {
    const words = button.dataset.speak.split(" ").map((id) => document.getElementById(id)?.textContent.trim() ?? "");
    const voice = new SpeechSynthesisUtterance(words.join("。"));
    voice.lang = document.documentElement.lang;
    voice.rate = 0.9;
    speechSynthesis.cancel();
    speechSynthesis.speak(voice);
  };
  buttons.forEach((button) => button.addEventListener("click", () => say(button)));
}
