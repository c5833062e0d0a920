"use strict";
const at = (id) => document.getElementById(id);
const day = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });

function el(tag, cls, ...inside) {
  const node = document.createElement(tag);
  if (cls) node.className = cls;
  node.append(...inside.filter((each) => each !== null && each !== undefined));
  return node;
}

const many = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
const tag = (word) => el("span", "tag", word);
const file = (name) => settings.root + "_sandbox/files/" + name;

// Only addresses of pages become links: a text could hold any other scheme.
function linked(text) {
  const parts = text.split(/(https?:\/\/[^\s<>"]+)/);
  return parts.map((part, place) => {
    if (place % 2 === 0) return part;
    const node = el("a", "", part);
    node.href = part;
    node.rel = "noreferrer";
    return node;
  });
}

function avatar(name, cls) {
  return el("span", "avatar " + cls, [...name][0] || "?");
}

function pictures(post) {
  const shown = post.files.filter((each) => each.type === "photo" || each.type === "video");
  if (!shown.length) return null;
  const cells = shown.map((each) => {
    if (each.type === "video") return el("div", "card", "🎬 " + (each.title || "Video"));
    const image = el("img", "");
    image.src = file(each.file);
    image.alt = "";
    image.loading = "lazy";
    return image;
  });
  return el("div", "grid" + (cells.length === 1 ? " one" : ""), ...cells);
}

function poll(data) {
  const options = data.answers.map((answer) => {
    const bar = el("i", "");
    bar.style.width = answer.rate + "%";
    return el("div", "option", bar, el("span", "", answer.text), el("span", "", `${answer.votes} · ${Math.round(answer.rate)}%`));
  });
  return el("div", "card", el("div", "who", data.question), ...options, el("div", "sub", many(data.votes, "vote")));
}

function other(attached) {
  if (attached.type === "poll") return poll(attached.poll);
  if (attached.type === "doc") return el("div", "card", "📄 " + attached.doc.title);
  if (attached.type === "link") return el("div", "card", "🔗 ", ...linked(attached.link.url), el("div", "sub", attached.link.title));
  return null;
}

function comment(each) {
  const marks = [each.deleted && "deleted", each.banned && "banned", each.reports.length && "reported"].filter(Boolean);
  const likes = each.likes && each.likes.count ? ` · ♥ ${each.likes.count}` : "";
  return el("div", "comment" + (each.parent ? " nested" : ""), avatar(each.author, "small"),
    el("div", "", el("div", "who", each.author, ...marks.map(tag)),
      el("div", "text" + (each.deleted ? " gone" : ""), ...linked(each.seen)),
      el("div", "sub", day.format(each.date * 1000) + likes)));
}

// Answers stand below what they answer, as a thread.
function threads(all) {
  const top = all.filter((each) => !each.parent);
  return top.flatMap((each) => [each, ...all.filter((answer) => answer.parent === each.id)]);
}

function post(each, wall) {
  const marks = [each.deleted && "deleted", each.id === wall.pinned && "pinned", each.marked_as_ads && "advertising",
    each.closed && "comments closed", each.mode, each.post_type === "postpone" && "postponed", each.edited && "edited"].filter(Boolean);
  const counts = ["♥ " + each.likes.count, many(each.comments.count, "comment"), many(each.reposts.count, "share"), many(each.views.count, "view")].join(" · ");
  const details = el("details", "", el("summary", "", counts), ...threads(each.thread).map(comment));
  details.open = true;
  return el("article", each.deleted ? "gone" : "",
    el("div", "who", each.from_id === each.owner_id ? wall.name : "A reader", ...marks.map(tag)),
    el("div", "meta", `${day.format(each.date * 1000)} · wall${each.owner_id}_${each.id}`),
    el("div", "text", ...linked(each.seen)), pictures(each), ...each.attachments.map(other), details);
}

function story(each) {
  const picture = each.photo ? el("img", "") : el("div", "card", "🎬 Video");
  if (each.photo) Object.assign(picture, { src: file(each.file), alt: "" });
  const state = each.deleted ? "deleted" : each.is_expired ? "expired" : "story";
  return el("div", "story", el("div", "meta", day.format(each.date * 1000), tag(state)), el("div", "grid one", picture));
}

function head(wall, all) {
  document.title = `${wall.name} (sandbox)`;
  at("title").textContent = wall.name;
  at("about").textContent = `${wall.members_count.toLocaleString("en")} followers · vk.com/${wall.screen_name}` + (wall.description ? ` · ${wall.description}` : "");
  if (wall.cover) at("cover").style.backgroundImage = `url("${file(wall.cover)}")`;
  at("avatar").textContent = [...wall.name][0];
  at("nav").replaceChildren(...all.filter((each) => each.id !== wall.id).map((each) => {
    const node = el("a", "", each.name);
    node.href = settings.root + "communities/" + each.screen_name;
    return node;
  }));
}

let known = "";

async function refresh() {
  try {
    const state = await (await fetch(settings.root + "_sandbox/state")).json();
    const wall = state.communities.find((each) => each.screen_name === settings.community);
    const text = JSON.stringify(wall);
    if (text === known) return;
    known = text;
    if (!wall) return at("posts").replaceChildren(el("div", "empty", "There is no such community in the sandbox."));
    head(wall, state.communities);
    const posts = [...wall.posts].sort((a, b) => (b.id === wall.pinned) - (a.id === wall.pinned) || b.date - a.date || b.id - a.id);
    const nodes = [...wall.stories.map(story), ...posts.map((each) => post(each, wall))];
    at("posts").replaceChildren(...(nodes.length ? nodes : [el("div", "empty", "Nothing has been posted yet.")]));
  } catch {
    document.title = "Sandbox (not reachable)";
  }
}

refresh();
setInterval(refresh, 2000);
