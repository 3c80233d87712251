// Forms in the talk: slips told at their fields, what was filled in sent as one message, drafts that outlive a reload.
import { hasCardNumber } from "./card_numbers.js";
import { keep, kept } from "./chat_session.js";

const KEY = "form";
const words = document.body.dataset;
const fieldsOf = (form) => [...form.querySelectorAll(".field :is(input, select)")];
const nameOf = (field) => field.name.replace("field.", "");

/** What a field is for, and whom: the next traveller's name is another purpose. */
const purposeOf = (field) => `${nameOf(field)} ${field.getAttribute("autocomplete")}`;

/** Give a form back what was typed into it before the page was left, or before the question was put once more. */
export function restore(form) {
  const { wait, values = {} } = JSON.parse(kept(KEY) || "{}");
  const isSame = wait === form.elements.wait.value;
  const changed = fieldsOf(form).filter(isChanged);
  for (const field of fieldsOf(form)) {
    if (changed.includes(field)) continue;
    if (isSame || !field.value || field.matches("select")) field.value = values[purposeOf(field)] ?? field.value;
  }
  // Filled in while this part was still on its way.
  if (changed.length) remember(form);
}

function isChanged(field) {
  if (!field.options) return field.value !== field.defaultValue;
  const asked = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
  return field.selectedOptions[0] !== asked;
}

/** What looks like a card is not kept, not even here. */
export function remember(form) {
  const harmless = fieldsOf(form).filter((field) => !hasCardNumber(field.value));
  const values = Object.fromEntries(harmless.map((field) => [purposeOf(field), field.value]));
  keep(KEY, JSON.stringify({ wait: form.elements.wait.value, values }));
}

/** The message that a form makes, or null when something is missing: that is told, and the focus goes there. */
export function read(form) {
  const slips = new Map();
  for (const field of fieldsOf(form)) {
    if (hasCardNumber(field.value)) {
      field.value = "";
      slips.set(field, words.noCard);
    } else if (!field.value.trim()) slips.set(field, words.missing);
  }
  mark(form, slips);
  if (slips.size) return null;
  const values = Object.fromEntries(fieldsOf(form).map((field) => [nameOf(field), field.value.trim()]));
  keep(KEY, "");
  return { wait: form.elements.wait.value, values, title: told(form) };
}

/** Where the focus goes when a form arrives: to what is wrong with it, else to its first field. */
export function enter(form) {
  const slips = form.querySelector(".slips");
  (slips.hidden ? fieldsOf(form)[0] : slips).focus();
}

function mark(form, slips) {
  for (const field of fieldsOf(form)) {
    field.toggleAttribute("aria-invalid", false);
    if (slips.has(field)) field.setAttribute("aria-invalid", "true");
    document.getElementById(`${field.id}-slip`).textContent = slips.get(field) ?? "";
  }
  const list = form.querySelector(".slips");
  list.hidden = !slips.size;
  list.querySelector("ul").replaceChildren(...[...slips.keys()].map((field) => {
    const item = document.createElement("li");
    const link = item.appendChild(document.createElement("a"));
    link.href = `#${field.id}`;
    link.textContent = field.labels[0].textContent;
    return item;
  }));
  if (slips.size) list.focus();
}

/** What was filled in, as the talk shows it until the server tells it. */
function told(form) {
  const date = (text) => new Date(`${text}T00:00`).toLocaleDateString(document.documentElement.lang, { dateStyle: "medium" });
  const shown = fieldsOf(form).map((field) => {
    if (field.type === "date") return date(field.value);
    return field.matches("select") ? `${field.labels[0].textContent}: ${field.value}` : field.value.trim();
  });
  return shown.join(" · ");
}

document.addEventListener("input", (event) => {
  const form = event.target.closest(".fields");
  if (form) remember(form);
});

// A link of the summary leads into its field, not just to its place.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".slips a");
  if (!link) return;
  event.preventDefault();
  document.getElementById(link.hash.slice(1)).focus();
});
