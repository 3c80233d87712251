// What every page of staff does by itself: times stay current, menus and dialogs open and close, keys work, toasts show.
import "./staff_commands.js";
import "./staff_dialogs.js";
import "./staff_keys.js";
import "./staff_presence.js";
import { keepCurrent } from "./staff_times.js";
import { undoable } from "./staff_toasts.js";

keepCurrent();
undoable();
