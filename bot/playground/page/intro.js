// What a person sees before they ever wrote to the bot, and how the bot describes itself.

import { toast, ui } from "./drawing.js";
import { request } from "./server.js";
import { bots, chats, here, people } from "./state.js";
import { HINTS } from "./words.js";

/** The bot as a person sees it, or null after its absence was told. */
export async function botFor(id) {
  if (!bots.has(id)) bots.set(id, request(`/api/bot?person=${encodeURIComponent(id)}`));
  const asked = bots.get(id);
  try {
    const bot = await asked;
    // It may have described itself anew while we asked.
    return bots.get(id) === asked ? bot : botFor(id);
  } catch (error) {
    bots.delete(id);
    toast(error.message, { bad: true });
    return null;
  }
}

export function forgetBot(person) {
  if (person) bots.delete(person);
  else bots.clear();
  if (here.person && !ui.intro.hidden) drawIntro();
}

export async function drawIntro() {
  const id = here.person;
  ui.intro.hidden = chats.get(id).size > 0;
  if (ui.intro.hidden) return;
  ui["intro-hint"].textContent = HINTS[people.get(id).role] ?? "";
  if (ui.intro.dataset.person !== id) {
    ui["intro-name"].textContent = "";
    ui["intro-text"].textContent = "";
  }
  const bot = await botFor(id);
  if (id !== here.person || !bot) return;
  ui.intro.dataset.person = id;
  ui.intro.lang = people.get(id).language;
  ui.start.lang = "en";
  ui["intro-name"].textContent = bot.name ?? "";
  ui["intro-text"].textContent = bot.description || bot.short_description || "";
}
