// The June 2025 story: its button and how far it is.

import { toast, ui } from "./drawing.js";
import { post } from "./server.js";

export function drawStory({ state, step, of, title }) {
  const playing = state === "playing";
  const played = state === "played";
  ui.story.disabled = playing || played;
  ui["story-card"].dataset.state = state;
  ui["story-label"].textContent = { playing: "The story is playing", played: "The story has been played" }[state] ?? "Play the June 2025 story";
  ui["story-progress"].hidden = !(playing || played);
  ui["story-bar"].max = of || 1;
  ui["story-bar"].value = step;
  ui["story-count"].textContent = played ? `All ${of} steps. ` : `Step ${step} of ${of}. `;
  ui["story-step"].textContent = played ? "Open a chat to read what arrived there. A new demo starts afresh." : (title ?? "");
  ui["story-strip"].hidden = !playing;
  ui["story-strip"].textContent = `Story, step ${step} of ${of}: ${title ?? ""}`;
}

ui.story.addEventListener("click", async () => {
  ui.story.disabled = true;
  try {
    await post("/api/story");
  } catch (error) {
    ui.story.disabled = false;
    toast(error.message, { bad: true });
  }
});
