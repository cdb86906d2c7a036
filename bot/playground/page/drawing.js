// The parts of the page by their ids, and small things to draw with.

export const ui = Object.fromEntries([...document.querySelectorAll("[id]")].map((node) => [node.id, node]));

export const WIDE = matchMedia("(min-width: 1120px)");
export const NARROW = matchMedia("(max-width: 719px)");
export const TOUCH = matchMedia("(pointer: coarse)");

export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

export const aside = (text) => make("span", { class: "visually-hidden" }, text);

export function toast(text, { lang = "en", bad = false } = {}) {
  const note = make("p", { class: bad ? "toast is-bad" : "toast", lang, "data-testid": "toast" }, text);
  ui.toasts.append(note);
  while (ui.toasts.children.length > 2) ui.toasts.firstChild.remove();
  setTimeout(() => note.remove(), 4_000 + text.length * 40);
}

export function showAlert(text, lang) {
  ui["alert-text"].textContent = text;
  ui["alert-text"].lang = lang;
  if (!ui.alert.open) ui.alert.showModal();
}
