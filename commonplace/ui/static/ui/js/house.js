// Every page loads this one file; each behaviour is a module of its own, bound by a data- attribute, and only comfort.
import "./disclosure.js";
import "./submit.js";
import "./draft.js";
import "./times.js";
import "./writing.js";
import "./calling.js";
import "./toolbar.js";
import "./files.js";
import "./grow.js";
import "./copy.js";
import "./words.js";
import "./returned.js";
import "./toasts.js";
import "./keys.js";
import "./folder.js";
import "./fills.js";
import "./count.js";
