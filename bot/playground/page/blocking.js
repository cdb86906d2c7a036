// Blocking the bot, as a person does in Telegram.

import { toast, ui } from "./drawing.js";
import { drawPerson } from "./people.js";
import { act } from "./server.js";
import { here, people } from "./state.js";

export function drawBlocked() {
  const { blocked, name } = people.get(here.person);
  ui.block.checked = blocked;
  ui.form.hidden = blocked;
  ui["blocked-bar"].hidden = !blocked;
  ui["blocked-name"].textContent = name;
  ui.start.disabled = blocked;
}

async function setBlocked(blocked) {
  const id = here.person;
  try {
    await act(id, "block", { blocked });
    people.get(id).blocked = blocked;
  } catch (error) {
    toast(error.message, { bad: true });
  }
  if (id === here.person) drawBlocked();
  drawPerson(id);
}

ui.block.addEventListener("change", () => setBlocked(ui.block.checked));
ui.unblock.addEventListener("click", async () => {
  await setBlocked(false);
  ui.composer.focus();
});
