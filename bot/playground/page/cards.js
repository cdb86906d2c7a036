// One card each for the story, the person and the explanation: they stand where the screen has room.

import { ui, WIDE } from "./drawing.js";

export function placeCards() {
  ui[WIDE.matches ? "story-in-panel" : "story-in-list"].append(ui["story-card"]);
  ui[WIDE.matches ? "about-in-panel" : "about-in-list"].append(ui["about-card"]);
  ui[WIDE.matches ? "person-in-panel" : "person-in-sheet"].append(ui["person-card"]);
  if (WIDE.matches && ui.sheet.open) ui.sheet.close();
}

WIDE.addEventListener("change", placeCards);
ui.details.addEventListener("click", () => ui.sheet.showModal());
ui.sheet.addEventListener("click", (event) => {
  if (event.target === ui.sheet) ui.sheet.close();
});
