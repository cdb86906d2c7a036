// Sending files: chosen, pasted, or dropped on the chat.

import { toast, ui } from "./drawing.js";
import { uploadFile } from "./server.js";
import { here } from "./state.js";

async function sendFiles(files) {
  const person = here.person;
  for (const file of files) {
    try {
      await uploadFile(person, file);
    } catch (error) {
      toast(error.message, { bad: true });
    }
  }
}

ui.attach.addEventListener("click", () => ui["file-input"].click());
ui["file-input"].addEventListener("change", async () => {
  const files = [...ui["file-input"].files];
  ui["file-input"].value = "";
  await sendFiles(files);
});
ui.composer.addEventListener("paste", (event) => {
  if (!event.clipboardData?.files.length) return;
  event.preventDefault();
  sendFiles([...event.clipboardData.files]);
});

const carriesFiles = (event) => here.person && event.dataTransfer?.types.includes("Files");
const pane = document.querySelector("main");
addEventListener("dragover", (event) => {
  // A file dropped beside the chat would otherwise replace the page.
  if (carriesFiles(event)) event.preventDefault();
});
addEventListener("drop", (event) => {
  if (carriesFiles(event)) event.preventDefault();
});
pane.addEventListener("dragenter", (event) => {
  if (carriesFiles(event)) ui.drop.hidden = false;
});
pane.addEventListener("dragleave", (event) => {
  if (!pane.contains(event.relatedTarget)) ui.drop.hidden = true;
});
pane.addEventListener("drop", (event) => {
  ui.drop.hidden = true;
  if (carriesFiles(event)) sendFiles([...event.dataTransfer.files]);
});
