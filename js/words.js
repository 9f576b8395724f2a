// The few words that scripts say, written into the page by the server in the reader's language.
const words = document.getElementById("words");

/** The word under `name`, or nothing on a page without words. */
export const word = (name) => words?.dataset[name] ?? "";
