// Writing: the line at the bottom, and the commands that write themselves.

import { closeMenu, offerCommands } from "./commands.js";
import { toast, TOUCH, ui } from "./drawing.js";
import { act } from "./server.js";
import { drafts, here } from "./state.js";

export async function sendText(text) {
  const person = here.person;
  if (!person || !text.trim()) return;
  try {
    await act(person, "text", { text });
  } catch (error) {
    toast(error.message, { bad: true });
    if (person === here.person && !ui.composer.value) ui.composer.value = text;
    fitComposer();
  }
}

function submit() {
  const text = ui.composer.value;
  if (!text.trim()) return;
  empty();
  drafts.delete(here.person);
  sendText(text);
}

function empty() {
  ui.composer.value = "";
  fitComposer();
  closeMenu();
}

export function fitComposer() {
  ui.composer.style.height = "auto";
  ui.composer.style.height = `${ui.composer.scrollHeight}px`;
  ui.send.disabled = !ui.composer.value.trim();
}

ui.form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
  ui.composer.focus();
});
ui.start.addEventListener("click", () => {
  sendText("/start");
  if (!TOUCH.matches) ui.composer.focus();
});
ui.menu.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-command]");
  if (!chosen) return;
  empty();
  sendText(`/${chosen.dataset.command}`);
  if (!TOUCH.matches) ui.composer.focus();
});
ui.composer.addEventListener("input", () => {
  fitComposer();
  offerCommands();
});
ui.composer.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" && !ui.menu.hidden) {
    event.preventDefault();
    ui.menu.querySelector("button")?.focus();
  }
  // On a touch keyboard Enter makes a new line, as in other messengers; there is a button for sending.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !TOUCH.matches) {
    event.preventDefault();
    submit();
  }
});
