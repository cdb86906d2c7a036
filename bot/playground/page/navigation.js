// Where we are: the address after "#" is the person, so that a phone's back button works.

import { drawChat } from "./chat.js";
import { closeMenu } from "./commands.js";
import { fitComposer } from "./composer.js";
import { NARROW, ui } from "./drawing.js";
import { drawPerson, rowOf } from "./people.js";
import { drafts, here, isOnScreen, markRead, people } from "./state.js";

const personInAddress = () => decodeURIComponent(location.hash.replace(/^#\/?/u, ""));

export function followAddress() {
  const wanted = personInAddress();
  if (people.has(wanted)) show(wanted);
  else if (NARROW.matches) showList();
  else if (people.size) show([...people.keys()][0]);
}

function choose(id) {
  if (personInAddress() !== id) {
    const inList = NARROW.matches && document.body.dataset.view === "list";
    history[inList ? "pushState" : "replaceState"]({ fromList: inList }, "", `#/${encodeURIComponent(id)}`);
  }
  show(id);
  if (NARROW.matches) ui["chat-name"].focus();
  else ui.composer.focus();
}

function show(id) {
  const before = here.person;
  if (before && before !== id) drafts.set(before, ui.composer.value);
  here.person = id;
  document.body.dataset.view = "chat";
  closeMenu();
  ui.composer.value = drafts.get(id) ?? "";
  fitComposer();
  drawChat();
  if (before && before !== id && people.has(before)) drawPerson(before);
}

function showList() {
  document.body.dataset.view = "list";
  if (here.person) rowOf(here.person)?.focus();
}

ui.people.addEventListener("click", (event) => {
  const row = event.target.closest("[data-person]");
  if (row) choose(row.dataset.person);
});
ui.back.addEventListener("click", () => {
  if (history.state?.fromList) return history.back();
  history.replaceState(null, "", location.pathname);
  showList();
});
addEventListener("popstate", followAddress);
addEventListener("visibilitychange", () => {
  if (here.person && isOnScreen(here.person)) {
    markRead(here.person);
    drawPerson(here.person);
  }
});
NARROW.addEventListener("change", () => {
  if (!NARROW.matches && people.size) followAddress();
});
