"use strict";
// Draws the channel from the sandbox's state. Texts only ever become text nodes, never markup.
const settings = JSON.parse(document.getElementById("settings").textContent);
const at = (id) => document.getElementById(id);

function el(tag, cls, ...children) {
  const node = document.createElement(tag);
  if (cls) node.className = cls;
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

function link(href, ...children) {
  const safe = /^(https?|tg|mailto|tel):/i.test(href);
  const node = el(safe ? "a" : "span", "", ...children);
  if (safe) Object.assign(node, { href, target: "_blank", rel: "noopener noreferrer", title: href });
  return node;
}

const SIMPLE = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote" };

function dress(entity, text, children) {
  const kind = entity.type;
  if (SIMPLE[kind]) return el(SIMPLE[kind], "", ...children);
  if (kind === "spoiler") {
    const node = el("span", "spoiler", ...children);
    node.onclick = () => node.classList.toggle("open");
    return node;
  }
  if (kind === "text_link") return link(entity.url, ...children);
  if (kind === "url") return link(/^\w+:/.test(text) ? text : "https://" + text, ...children);
  if (kind === "email") return link("mailto:" + text, ...children);
  if (kind === "phone_number") return link("tel:" + text, ...children);
  if (kind === "mention") return link("https://t.me/" + text.slice(1), ...children);
  if (kind === "text_mention") return el("span", "hash", ...children);
  if (["hashtag", "cashtag", "bot_command"].includes(kind)) return el("span", "hash", ...children);
  if (kind === "date_time") {
    const node = el("span", "", ...children);
    node.title = new Date(entity.unix_time * 1000).toLocaleString();
    return node;
  }
  return el("span", "", ...children);
}

// Entities may nest and, as Telegram allows it, cross: every boundary starts a new piece.
function formatted(text, entities) {
  const build = (start, end, inside) => {
    const nodes = [];
    let position = start;
    while (position < end) {
      const next = inside.filter((e) => e.offset + e.length > position && e.offset < end)
        .sort((a, b) => a.offset - b.offset || b.length - a.length)[0];
      if (!next || next.offset > position) {
        const stop = next ? next.offset : end;
        nodes.push(text.slice(position, stop));
        position = stop;
        continue;
      }
      const stop = Math.min(end, next.offset + next.length);
      nodes.push(dress(next, text.slice(position, stop), build(position, stop, inside.filter((e) => e !== next))));
      position = stop;
    }
    return nodes;
  };
  return el("div", "text", ...build(0, text.length, entities || []));
}

function richText(part) {
  if (typeof part === "string") return [part];
  if (Array.isArray(part)) return part.flatMap(richText);
  const inner = richText(part.text || part.alternative_text || part.expression || "");
  if (part.type === "url") return [link(part.url, ...inner)];
  return [dress(part, "", inner)];
}

function richBlock(block) {
  const text = () => richText(block.text || "");
  const blocks = () => (block.blocks || []).map(richBlock);
  switch (block.type) {
    case "heading": return el(block.size < 3 ? "h2" : "h3", "", ...text());
    case "pre": return el("pre", "", ...text());
    case "divider": return el("hr");
    case "blockquote": return el("blockquote", "", ...blocks());
    case "list": return el("ul", "", ...block.items.map((item) => el("li", "", ...item.blocks.map(richBlock))));
    case "details": return el("div", "", el("b", "", ...richText(block.summary)), ...blocks());
    case "table": return el("table", "", ...block.cells.map((row) => el("tr", "",
      ...row.map((cell) => el(cell.is_header ? "th" : "td", "", ...richText(cell.text || ""))))));
    default: return el("p", "", ...text());
  }
}

const bytes = (n) => n > 1048576 ? (n / 1048576).toFixed(1) + " MB" : n > 1024 ? Math.round(n / 1024) + " kB" : n + " B";
const clock = (seconds) => Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
const time = (date) => new Date(date * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
const day = (date) => new Date(date * 1000).toLocaleDateString([], { day: "numeric", month: "long", year: "numeric" });

function address(file) {
  return settings.root + file.url + (file.type ? "?type=" + encodeURIComponent(file.type) : "");
}

function picture(file) {
  const node = el("img");
  Object.assign(node, { src: settings.root + file.url + "?type=" + encodeURIComponent(file.type || "image/jpeg"), alt: file.name || "", loading: "lazy" });
  if (file.width && file.height) Object.assign(node, { width: file.width, height: file.height });
  return node;
}

function cell(message) {
  const file = message.file;
  let inside;
  if (!file.url) inside = el("div", "none", `${file.kind}, ${bytes(file.size)} (too large to keep)`);
  else if (file.kind === "photo") inside = picture(file);
  else {
    inside = el("video");
    Object.assign(inside, { src: address(file), controls: true, preload: "metadata" });
    inside.onerror = () => inside.replaceWith(el("div", "none", `▶ ${file.name || file.kind}, ${clock(file.duration)}, ${bytes(file.size)}`));
  }
  return el("div", message.has_media_spoiler ? "cell veiled" : "cell", inside);
}

function card(message) {
  const file = message.file;
  const sign = { audio: "♪", voice: "◉" }[file.kind] || "▤";
  const song = message.audio || {};
  const name = [song.performer, song.title].filter(Boolean).join(" – ") || file.name || file.kind;
  const title = file.url ? link(new URL(address(file), location).href, name) : name;
  const detail = [file.duration ? clock(file.duration) : "", bytes(file.size)].filter(Boolean).join(", ");
  return el("div", "card", el("span", "sign", sign), el("div", "", el("div", "", title), el("div", "sub", detail)));
}

function media(items) {
  const seen = items.filter((m) => m.file && ["photo", "video", "animation"].includes(m.file.kind));
  const cards = items.filter((m) => m.file && !seen.includes(m)).map(card);
  const nodes = [];
  if (seen.length) {
    const cells = seen.map(cell);
    if (seen.length > 1 && seen.length % 2) cells[0].classList.add("wide");
    nodes.push(el("div", "grid " + (seen.length === 1 ? "one" : seen.length > 4 && (seen.length - seen.length % 2) % 3 === 0 ? "third" : ""), ...cells));
  }
  if (cards.length) nodes.push(el("div", "in", ...cards));
  return nodes;
}

function poll(data) {
  const most = data.total_voter_count || 1;
  const kind = (data.type === "quiz" ? "Quiz" : data.is_anonymous ? "Anonymous poll" : "Poll") + (data.is_closed ? ", closed" : "");
  const options = data.options.map((option, i) => {
    const share = Math.round(100 * option.voter_count / most);
    const bar = el("span");
    bar.style.width = share + "%";
    const right = (data.correct_option_ids || []).includes(i) ? " ✓" : "";
    return el("div", "option", el("b", "", share + "%"), el("span", "", option.text + right), el("i", "", bar));
  });
  return el("div", "in", el("div", "quiz", data.question), el("div", "sub", kind),
    data.description ? el("div", "", data.description) : null, ...options, el("div", "sub", data.total_voter_count + " votes"));
}

function service(message) {
  const said = message.pinned_message ? "pinned a message"
    : message.new_chat_title ? `changed the title to “${message.new_chat_title}”`
    : message.new_chat_photo ? "changed the picture"
    : message.delete_chat_photo ? "removed the picture"
    : message.new_chat_members ? `${message.new_chat_members.map((u) => u.first_name).join(", ")} joined`
    : null;
  return said === null ? null : el("div", "service", said);
}

const CONTENT = ["text", "rich_message", "photo", "video", "audio", "document", "animation", "voice", "poll"];
const isService = (message) => !CONTENT.some((name) => name in message);

function body(items) {
  const first = items[0];
  const nodes = media(items);
  if (first.forward_origin && !first.is_automatic_forward) {
    const from = first.forward_origin.chat || first.forward_origin.sender_chat || first.forward_origin.sender_user || {};
    nodes.unshift(el("div", "in from", "Forwarded from " + (from.title || from.first_name || "?")));
  }
  for (const message of items) {
    const text = message.text || message.caption;
    if (!text) continue;
    const node = el("div", "in", formatted(text, message.entities || message.caption_entities));
    message.show_caption_above_media ? nodes.unshift(node) : nodes.push(node);
  }
  if (first.rich_message) nodes.push(el("div", "in rich", ...first.rich_message.blocks.map(richBlock)));
  if (first.poll) nodes.push(poll(first.poll));
  return nodes;
}

function reactions(list) {
  if (!list.length) return null;
  return el("div", "in reactions", ...list.map((r) => el("span", "", `${r.type.emoji} ${r.total_count}`)));
}

function author(message) {
  if (message.sender_chat) return message.sender_chat.title + (message.author_signature ? ` (${message.author_signature})` : "");
  return message.from ? message.from.first_name : "?";
}

function comment(message, root) {
  const name = author(message);
  const answered = message.reply_to_message;
  const nested = answered && answered.message_id !== root;
  const tags = [message.deleted ? "deleted" : "", message.author_banned ? "banned" : ""].filter(Boolean);
  const who = el("div", "who", name, ...tags.map((word) => el("span", "tag", word)));
  const re = nested ? el("div", "re", `${author(answered)}: ${answered.text || answered.caption || "…"}`) : null;
  const edited = message.edit_date ? "edited " : "";
  return el("div", "comment" + (message.deleted ? " gone" : "") + (nested ? " nested" : ""),
    el("span", "avatar", [...name][0] || "?"),
    el("div", "", who, re, ...body([message]).map((n) => (n.classList.remove("in"), n)), reactions(message.reactions),
      el("div", "sub", edited + time(message.date))));
}

function thread(items, isOpen) {
  const comments = items.flatMap((m) => m.comments || []);
  if (!items.some((m) => m.comments)) return null;
  const living = comments.filter((c) => !c.deleted).length;
  if (!comments.length) return el("div", "nothing", "No comments yet");
  const words = `${living} comment${living === 1 ? "" : "s"}`;
  const roots = items.map((m) => m.copy_id);
  const node = el("details", "", el("summary", "", words), ...comments.map((c) => comment(c, roots.includes(c.message_thread_id) ? c.message_thread_id : null)));
  node.open = isOpen;
  return node;
}

function buttons(markup) {
  if (!markup) return null;
  return el("div", "buttons", ...markup.inline_keyboard.map((row) => el("div", "", ...row.map((b) =>
    el("span", "", b.url ? link(b.url, b.text) : b.text)))));
}

function post(items, isOpen) {
  const first = items[0];
  if (items.length === 1 && isService(first)) return service(first);
  const marks = [first.deleted ? "deleted" : "", items.some((m) => m.is_pinned) ? "pinned" : "",
    items.some((m) => m.edit_date) ? "edited" : "", first.author_signature || "", time(first.date)].filter(Boolean);
  const node = el("article", first.deleted ? "post gone" : "post", ...body(items), buttons(first.reply_markup),
    reactions(items.flatMap((m) => m.reactions)), el("div", "meta", marks.join(" · ")), thread(items, isOpen));
  node.id = "post-" + first.message_id;
  return node;
}

function grouped(messages) {
  const groups = [];
  for (const message of messages) {
    const last = groups[groups.length - 1];
    const album = message.media_group_id;
    if (album && last && last[0].media_group_id === album) last.push(message);
    else groups.push([message]);
  }
  return groups;
}

const drawn = new Map();

// Replaces only what has changed, so that neither the scroll position nor open comments are lost.
function draw(chat) {
  const main = at("posts");
  const wanted = [];
  let lastDay = "";
  const keep = (key, data, make) => {
    const text = JSON.stringify(data);
    const old = drawn.get(key);
    if (!old || old.text !== text) {
      const open = old && old.node && old.node.querySelector("details") ? old.node.querySelector("details").open : true;
      const node = make(open);
      if (old && old.node && node) old.node.replaceWith(node);
      drawn.set(key, { text, node });
    }
    if (drawn.get(key).node) wanted.push(drawn.get(key).node);
  };
  for (const items of grouped(chat.messages)) {
    const today = day(items[0].date);
    if (today !== lastDay) keep("day " + today, today, () => el("div", "day", today));
    lastDay = today;
    keep("post " + items[0].message_id, items, (open) => post(items, open));
  }
  if (!wanted.length) wanted.push(el("div", "empty", "Nothing has been posted yet."));
  wanted.forEach((node, i) => main.children[i] !== node && main.insertBefore(node, main.children[i] || null));
  while (main.children.length > wanted.length) main.lastElementChild.remove();
}

function head(chat, channels) {
  document.title = `${chat.title} (sandbox)`;
  at("title").textContent = chat.title;
  at("members").textContent = `${chat.member_count.toLocaleString("en")} subscribers` + (chat.username ? ` · @${chat.username}` : "");
  const face = chat.photo && chat.photo.url ? picture(chat.photo) : el("span", "", [...chat.title][0] || "?");
  face.className = "avatar";
  face.id = "avatar";
  at("avatar").replaceWith(face);
  const others = channels.filter((c) => c.username && c.members.length).map((c) => {
    const node = el("a", "", c.title);
    node.href = settings.root + "channels/" + c.username;
    if (c === chat) node.setAttribute("aria-current", "page");
    return node;
  });
  at("nav").replaceChildren(...(others.length > 1 ? others : []));
  const pinned = chat.messages.find((m) => m.message_id === chat.pinned[chat.pinned.length - 1]);
  const words = pinned && (pinned.text || pinned.caption || (pinned.poll && pinned.poll.question) || "A post");
  at("pin").replaceChildren(...(pinned ? [Object.assign(el("a", "pin", el("b", "", "Pinned "), words), { href: "#post-" + pinned.message_id })] : []));
}

let known = "";
let headKnown = "";

async function refresh() {
  try {
    const state = await (await fetch(settings.root + "_sandbox/state")).json();
    const channels = state.chats.filter((c) => c.type === "channel");
    const name = (settings.channel || "").toLowerCase();
    const chat = channels.find((c) => (c.username || "").toLowerCase() === name);
    if (!chat) {
      at("posts").replaceChildren(el("div", "empty", "There is no such channel in the sandbox."));
      return;
    }
    const about = JSON.stringify([chat.title, chat.username, chat.member_count, chat.photo, chat.pinned, channels.map((c) => c.username)]);
    if (about !== headKnown) head(chat, channels);
    headKnown = about;
    const text = JSON.stringify(chat.messages);
    if (text === known) return;
    draw(chat);
    known = text;
  } catch {
    document.title = "Sandbox (not reachable)";
  }
}

refresh();
setInterval(refresh, 2000);
