// Reads the wire format of a message, ours or the traveller's, as one of a few parts that a phone can draw.
// Pure: channels.md 3.6, 4.6, 5.3. What is not known is shown as what it is, never left out.

const TEMPLATES = { button: buttonTemplate, generic: genericTemplate, receipt: (payload) => ({ kind: "receipt", ...payload }), media: mediaTemplate };

/** A part of Messenger's or Instagram's `message`. */
export function pagePart(message, filled = null) {
  if (filled) return filledTemplate(filled);
  if (message.template) return utility(message.template);
  const attachments = message.attachments ?? (message.attachment ? [message.attachment] : []);
  if (!attachments.length) return text(message.text ?? "");
  if (attachments.length > 1) return { kind: "many", parts: attachments.map(attachmentPart) };
  return attachmentPart(attachments[0]);
}

/** A part of a WhatsApp message, ours or theirs: both carry `type` and a field of that name. */
export function whatsappPart(message, filled = null) {
  if (filled) return filledTemplate(filled, true);
  const content = message[message.type] ?? {};
  switch (message.type) {
    case "text": return text(content.body, true);
    case "interactive": return interactive(content);
    case "button": return text(content.text);
    case "template": return whatsappTemplate(content);
    case "location": return { kind: "media", type: "location", caption: [content.name, content.address].filter(Boolean).join(", ") };
    case "image": case "video": case "audio": case "document": case "sticker":
      return { kind: "media", type: message.type, url: content.link ?? "", caption: content.caption ?? "", filename: content.filename ?? "" };
    default: return { kind: "unknown", type: String(message.type), raw: content };
  }
}

/** The quick replies of a message. */
export function chipsOf(message) {
  return (message.quick_replies ?? []).map((chip) => ({ title: chip.title ?? { user_email: "Send e-mail", user_phone_number: "Send phone number" }[chip.content_type] ?? "?", tap: chip.payload }));
}

/** Whether a desktop's Instagram leaves this out. */
export const isMobileOnly = (part) => ["buttons", "cards", "receipt"].includes(part.kind);

const text = (words, isFormatted = false) => ({ kind: "text", text: String(words ?? ""), isFormatted });

function attachmentPart(attachment) {
  const payload = attachment.payload ?? {};
  if (attachment.type === "template") {
    const read = TEMPLATES[payload.template_type];
    return read ? read(payload) : { kind: "unknown", type: payload.template_type ?? "template", raw: payload };
  }
  const type = payload.sticker_id ? "sticker" : attachment.type === "like_heart" ? "heart" : attachment.type;
  return { kind: "media", type, url: payload.url ?? "", caption: payload.title ?? "", filename: "", sticker: String(payload.sticker_id ?? "") };
}

function buttonTemplate(payload) {
  return { kind: "buttons", text: payload.text, buttons: (payload.buttons ?? []).map(pageButton) };
}

function genericTemplate(payload) {
  const cards = (payload.elements ?? []).map((one) => ({
    title: one.title, subtitle: one.subtitle ?? "", image: one.image_url ?? "", url: one.default_action?.url ?? "",
    square: payload.image_aspect_ratio === "square", buttons: (one.buttons ?? []).map(pageButton),
  }));
  return { kind: "cards", text: "", cards };
}

function mediaTemplate(payload) {
  const [one = {}] = payload.elements ?? [];
  return { kind: "media", type: one.media_type, url: one.url ?? "", caption: "", filename: "", buttons: (one.buttons ?? []).map(pageButton) };
}

function pageButton(button) {
  switch (button.type) {
    case "postback": return { title: button.title, tap: button.payload };
    case "web_url": return { title: button.title, url: button.url, ratio: button.webview_height_ratio ?? "full", share: button.webview_share_button !== "hide" };
    case "phone_number": return { title: button.title, url: `tel:${button.payload}` };
    default: return { title: button.title ?? button.type, url: button.url ?? "" };
  }
}

/** A template as it was approved, with what the message brought in its places. */
function filledTemplate(filled, isFormatted = false) {
  const buttons = (filled.buttons ?? []).map((one) => (one.payload === undefined ? { title: one.text, url: one.url ?? "" } : { title: one.text, tap: one.payload }));
  return { kind: "buttons", text: filled.body, isFormatted, header: filled.header?.type ? header(filled.header) : null, footer: filled.footer ?? "", buttons };
}

function utility(template) {
  const of = (type) => (template.components ?? []).filter((one) => one.type === type).flatMap((one) => one.parameters ?? []);
  const buttons = of("buttons").map((one) => (one.type === "POSTBACK" ? { title: "Button", tap: one.payload } : { title: `…/${one.url}`, url: "" }));
  return { kind: "template", name: template.name, language: template.language?.code ?? "", values: of("body").map(parameter), buttons };
}

function whatsappTemplate(template) {
  const components = template.components ?? [];
  const values = components.filter((one) => one.type === "body" || one.type === "header").flatMap((one) => one.parameters ?? []).map(parameter);
  const buttons = components.filter((one) => one.type === "button").map((one) => {
    const [given = {}] = one.parameters ?? [];
    return one.sub_type === "quick_reply" ? { title: "Button", tap: given.payload } : { title: `…/${given.text ?? ""}`, url: "" };
  });
  return { kind: "template", name: template.name, language: template.language?.code ?? "", values, buttons };
}

const parameter = (one) => `${one.parameter_name ? `${one.parameter_name}: ` : ""}${one.text ?? one.image?.link ?? one.document?.filename ?? one.currency?.fallback_value ?? one.date_time?.fallback_value ?? "…"}`;

function interactive(content) {
  const action = content.action ?? {};
  const reply = content.button_reply ?? content.list_reply;
  if (reply) return text(content.list_reply?.description ? `${reply.title}\n${reply.description}` : reply.title);
  const frame = { text: content.body?.text ?? "", isFormatted: true, header: header(content.header), footer: content.footer?.text ?? "" };
  switch (content.type) {
    case "button": return { kind: "buttons", ...frame, buttons: (action.buttons ?? []).map(({ reply: one }) => ({ title: one.title, tap: one.id })) };
    case "cta_url": return { kind: "buttons", ...frame, buttons: [{ title: action.parameters?.display_text, url: action.parameters?.url, browser: true }] };
    case "list": return { kind: "list", ...frame, label: action.button, sections: (action.sections ?? []).map((section) => ({ title: section.title ?? "", rows: (section.rows ?? []).map((row) => ({ title: row.title, description: row.description ?? "", tap: row.id })) })) };
    case "carousel": return { kind: "cards", ...frame, cards: (action.cards ?? []).map(card) };
    case "flow": return { kind: "buttons", ...frame, buttons: [{ title: action.parameters?.flow_cta ?? "Open", url: "" }] };
    case "nfm_reply": return text("✓ Form sent");
    case "location_request_message": return { kind: "buttons", ...frame, buttons: [{ title: "Send location", url: "" }] };
    case "request_contact_info": return { kind: "buttons", ...frame, buttons: [{ title: "Share phone number", url: "" }] };
    default: return { kind: "unknown", type: content.type, raw: content };
  }
}

function card(one) {
  const action = one.action ?? {};
  const buttons = action.buttons
    ? action.buttons.map((each) => ({ title: (each.quick_reply ?? each.reply)?.title, tap: (each.quick_reply ?? each.reply)?.id }))
    : [{ title: action.parameters?.display_text, url: action.parameters?.url, browser: true }];
  return { title: "", subtitle: one.body?.text ?? "", image: one.header?.image?.link ?? one.header?.video?.link ?? "", url: "", isFormatted: true, buttons };
}

function header(given) {
  if (!given) return null;
  if (given.type === "text") return { text: given.text };
  const media = given[given.type] ?? {};
  return { type: given.type, url: media.link ?? "", filename: media.filename ?? "" };
}
