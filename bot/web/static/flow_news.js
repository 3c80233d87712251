// A colleague's change is told on the pages of a flow, and never drawn over what somebody types.
import { follow } from "./chat_stream.js";

const told = document.getElementById("draft-news");
if (told) follow(told.dataset.live, { draft: (html) => { told.innerHTML = html; } }, () => {}, { path: told.dataset.path });
