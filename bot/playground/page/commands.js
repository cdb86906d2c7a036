// The menu of the bot's commands, over the line where one writes.

import { make, ui } from "./drawing.js";
import { botFor } from "./intro.js";
import { here, people } from "./state.js";

let shownFor = ""; // how the commands begin that are shown

export function offerCommands() {
  const typed = /^\/([a-z0-9_]*)$/iu.exec(ui.composer.value);
  if (typed) openMenu(typed[1].toLowerCase());
  else closeMenu();
}

async function openMenu(beginning = "") {
  const id = here.person;
  const bot = await botFor(id);
  if (id !== here.person || !bot) return;
  const { language } = people.get(id);
  const offered = (bot.commands ?? []).filter(({ command }) => command.startsWith(beginning));
  if (!offered.length && beginning) return closeMenu();
  ui.menu.replaceChildren(
    ...offered.map(({ command, description }) =>
      make(
        "button",
        { type: "button", "data-command": command },
        make("span", { class: "command-name" }, `/${command}`),
        " ",
        make("span", { class: "command-about", lang: language }, description),
      ),
    ),
  );
  if (!offered.length) ui.menu.append(make("p", {}, "The bot has set no commands for this person."));
  shownFor = beginning;
  ui.menu.hidden = false;
  ui.commands.setAttribute("aria-expanded", "true");
}

/** The bot has changed its commands: whoever looks at them sees it. */
export async function refreshMenu() {
  if (ui.menu.hidden) return;
  const focused = ui.menu.contains(document.activeElement);
  await openMenu(shownFor);
  if (focused) ui.menu.querySelector("button")?.focus();
}

export function closeMenu() {
  ui.menu.hidden = true;
  ui.commands.setAttribute("aria-expanded", "false");
}

ui.commands.addEventListener("click", async () => {
  if (!ui.menu.hidden) return closeMenu();
  await openMenu();
  ui.menu.querySelector("button")?.focus();
});
ui.menu.addEventListener("keydown", (event) => {
  const rows = [...ui.menu.querySelectorAll("button")];
  const place = rows.indexOf(document.activeElement);
  if (event.key === "ArrowDown") rows[Math.min(place + 1, rows.length - 1)].focus();
  else if (event.key === "ArrowUp") (rows[place - 1] ?? ui.composer).focus();
  else return;
  event.preventDefault();
});
document.querySelector(".below").addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || ui.menu.hidden) return;
  closeMenu();
  ui.composer.focus();
});
document.addEventListener("pointerdown", (event) => {
  if (!ui.menu.hidden && !event.target.closest(".below")) closeMenu();
});
