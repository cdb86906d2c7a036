// Staying at the newest message, or finding the way back to it.

import { ui } from "./drawing.js";
import { here } from "./state.js";

export const isAtEnd = () => ui.scroller.scrollHeight - ui.scroller.scrollTop - ui.scroller.clientHeight < 80;

export function scrollToEnd() {
  ui.scroller.scrollTop = ui.scroller.scrollHeight;
  here.missedBelow = 0;
}

export function drawNewer() {
  if (isAtEnd()) here.missedBelow = 0;
  ui.newer.hidden = isAtEnd();
  ui["newer-count"].textContent = here.missedBelow ? `${here.missedBelow} new` : "";
}

ui.scroller.addEventListener("scroll", drawNewer, { passive: true });
ui.newer.addEventListener("click", () => {
  scrollToEnd();
  drawNewer();
  ui.composer.focus();
});
// A picture that loads and a phone's keyboard that opens both push the end away: whoever read it keeps seeing it.
const sizes = new ResizeObserver(() => {
  if (ui.newer.hidden) scrollToEnd();
});
sizes.observe(ui.scroller);
sizes.observe(ui.messages);
