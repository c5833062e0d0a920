"use strict";
const byId = (id) => document.getElementById(id);
const moment = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });
const fileAt = (name) => `${settings.root}_sandbox/files/${name}`;

function make(tag, cls, ...inside) {
  const node = document.createElement(tag);
  if (cls) node.className = cls;
  node.append(...inside.filter((each) => each));
  return node;
}

// Only addresses of pages become links: a text could hold any other scheme.
function linked(text) {
  return (text || "").split(/(https?:\/\/[^\s<>"]+)/).map((part, place) => {
    if (place % 2 === 0) return part;
    const node = make("a", "", part);
    node.href = part;
    node.rel = "noreferrer";
    return node;
  });
}

const marks = (words) => (words || []).map((word) => make("span", "mark", word));

function media(items) {
  if (!items || !items.length) return null;
  const cells = items.map((item) => {
    if (item.type !== "image" || !item.file) return make("div", "", item.type === "video" ? "🎬 video" : "🖼 " + (item.alt || "image"));
    const image = make("img", "");
    image.src = fileAt(item.file);
    image.alt = item.alt || "";
    image.loading = "lazy";
    return image;
  });
  return make("div", "grid" + (cells.length === 1 ? " one" : ""), ...cells);
}

function comment(each) {
  return make("div", "comment" + (each.nested ? " nested" : "") + (each.shown ? "" : " gone"),
    make("span", "round small", [...each.author][0] || "?"),
    make("div", "", make("div", "who", each.author, ...marks(each.marks)),
      make("div", "text", ...linked(each.text)), make("div", "faint", moment.format(each.date * 1000))));
}

function post(each, name) {
  const counts = Object.entries(each.counts || {}).map(([what, count]) => `${count} ${what}`).join(" · ");
  return make("article", each.shown ? "" : "gone",
    make("div", "who", name, ...marks(each.marks)),
    make("div", "faint", `${moment.format(each.date * 1000)} · ${each.id}`),
    make("div", "text", ...linked(each.text)), media(each.media),
    each.link ? make("div", "faint", "🔗 ", ...linked(each.link)) : null,
    make("div", "faint", counts), ...(each.comments || []).map(comment));
}

function head(view) {
  document.title = `${view.name} (sandbox of ${settings.network})`;
  byId("name").textContent = view.name;
  byId("about").textContent = [view.handle && "@" + view.handle, view.about].filter(Boolean).join(" · ");
  byId("cover").style.backgroundImage = view.cover ? `url("${fileAt(view.cover)}")` : "";
  byId("picture").style.backgroundImage = view.picture ? `url("${fileAt(view.picture)}")` : "";
  byId("picture").textContent = view.picture ? "" : [...view.name][0];
}

let known = "";

async function refresh() {
  try {
    const text = await (await fetch(settings.root + "_sandbox/view")).text();
    if (text === known) return;
    known = text;
    const view = JSON.parse(text);
    head(view);
    const posts = view.posts.map((each) => post(each, view.name));
    byId("posts").replaceChildren(...(posts.length ? posts : [make("div", "empty", "Nothing has been posted yet.")]));
  } catch {
    document.title = "Sandbox (not reachable)";
  }
}

refresh();
setInterval(refresh, 2000);
