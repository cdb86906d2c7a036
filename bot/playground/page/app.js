// The playground's page: one chat per invented person, kept live by the server's event stream.
//
//   live.js        events from the server change what the page knows and shows
//   state.js       what the page knows            server.js   what it asks of the server
//   people.js      the people at the left         chat.js     the open chat, message.js one message in it
//   composer.js    writing, commands.js its menu  files.js    files, chosen or dropped
//
// Tests find things by data-testid: person-<id>, unread-<id>, changed-<id>, messages, message, composer, send,
// start, commands, commands-menu, attach, file-input, document, back, details, block, unblock, toast, alert,
// story, story-progress. The body has data-ready once everything is loaded.

import "./files.js";

import { fitComposer } from "./composer.js";
import { placeCards } from "./cards.js";
import { listen } from "./live.js";

placeCards();
fitComposer();
listen();
