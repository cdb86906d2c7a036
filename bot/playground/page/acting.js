// What the bot is doing at this moment: "writing…", and buttons that wait for it.

import { ui } from "./drawing.js";
import { drawPerson } from "./people.js";
import { isAtEnd, scrollToEnd } from "./scrolling.js";
import { actions, here } from "./state.js";
import { ACTIONS } from "./words.js";

const PRESS_LASTS_MS = 10_000;
const ACTION_LASTS_MS = 5_000; // as long as Telegram shows a chat action

export function showAction(person, action) {
  clearTimeout(actions.get(person)?.timer);
  if (action) {
    const timer = setTimeout(() => showAction(person, null), ACTION_LASTS_MS);
    actions.set(person, { text: ACTIONS[action] ?? "busy…", timer });
  } else actions.delete(person);
  drawPerson(person);
  if (person === here.person) drawAction();
}

export function drawAction() {
  const stick = isAtEnd();
  const action = actions.get(here.person);
  ui.typing.hidden = !action;
  ui["typing-text"].textContent = action ? `Bot is ${action.text}` : "";
  if (action && stick) scrollToEnd();
}

export const isWaiting = (button) => button.getAttribute("aria-busy") === "true";

export function letWait(button) {
  button.setAttribute("aria-busy", "true");
  setTimeout(() => letRest(button), PRESS_LASTS_MS);
}

export const letRest = (button) => button.removeAttribute("aria-busy");

/** Let all pressed buttons of a person come to rest: the bot has answered. */
export function settle(person) {
  if (person !== here.person) return;
  for (const button of ui.messages.querySelectorAll('[aria-busy="true"]')) letRest(button);
}
