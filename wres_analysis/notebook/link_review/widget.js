// Review of links: one pair of actions at a time, by a click or by one key.
//
// What a test may rely on: the root is section.wres-review[aria-label="Review of links"]; it has data-phase
// ("name", "pair", "done", "empty") and data-answer, which grows by one with every answer of Python. Buttons
// have data-do: accept, reject, skip, back, undo, help, start, retry, and pick (with data-number, data-end).
// Their accessible names are "Accept a", "Reject r", "Skip s", "Back ←", "Undo u", "Help ?". The fields are
// labelled "Your name or initials" and "Find another action". The announcement is [role=status], a problem
// stands in [role=alert]. Every text of a plan is put in as text, never as HTML.

const KEYS = {
  a: "accept", r: "reject", s: "skip", ArrowRight: "skip", ArrowLeft: "back", u: "undo", "?": "help", "/": "find",
};
const MOST_FOUND = 9;
const PATIENCE = 2500;
const RETRY_EVERY = 10000;
let views = 0;

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

function button(does, label, key, extra = {}) {
  const hint = key ? [" ", make("kbd", {}, key)] : [];
  return make("button", { type: "button", "data-do": does, "aria-keyshortcuts": extra.shortcut, ...extra.more }, label, ...hint);
}

function words(runs, tag) {
  const parts = [];
  for (const [text, changed] of runs) {
    if (parts.length) parts.push(" ");
    parts.push(changed ? make(tag, {}, text) : text);
  }
  return parts;
}

function side(heading, action, tag) {
  const facts = make("dl");
  const rows = [["Owner", action.owner], ["Deadline", action.deadline], ["Status", action.status],
    ["Where", [action.document, action.place].filter(Boolean).join(", ")]];
  for (const [name, value] of rows) {
    facts.append(make("div", {}, make("dt", {}, name), make("dd", {}, value || "not given")));
  }
  const text = make("p", { class: "wres-wording" }, ...words(action.runs, tag));
  return make("div", { class: "wres-side" }, make("h4", {}, `${heading} ${action.year}`), text, facts);
}

function spoken(runs) {
  return runs.map((run) => run[0]).join(" ");
}

function helpPanel() {
  const rows = [["a", "accept: the two belong together"], ["r", "reject: they do not"],
    ["1 to 9", "pick that other action instead; this pair is rejected"],
    ["/", "find another action by typing; Enter goes to what was found, Esc leaves"],
    ["s or →", "skip: decide later"], ["←", "back to the pair before"], ["u", "undo your last decision"],
    ["?", "show or hide this"]];
  const list = make("dl");
  for (const [key, does] of rows) list.append(make("div", {}, make("dt", {}, make("kbd", {}, key)), make("dd", {}, does)));
  const more = "Keys work while the focus is in this box. An action that became two: accept both pairs. Pairs that another "
    + "decision settles leave the list. Decisions are in links_reviewed.csv at once; run the analysis again to see them everywhere.";
  return make("div", { class: "wres-help", hidden: "" }, list, make("p", {}, more));
}

function frame(id) {
  const parts = {
    title: make("h3", {}, "Review of links"),
    where: make("p", { class: "wres-where" }),
    file: make("p", { class: "wres-where" }),
    bar: make("progress", { "aria-label": "Pairs seen", max: "1", value: "0" }),
    live: make("p", { class: "wres-hidden", role: "status", "aria-live": "polite" }),
    said: make("p", { class: "wres-said", "aria-hidden": "true" }),
    problem: make("p", { class: "wres-problem", role: "alert" }),
    retry: button("retry", "Try to write again", ""),
    name: make("input", { type: "text", id: `${id}-name`, autocomplete: "off", maxlength: "80" }),
    sides: make("div", { class: "wres-sides" }),
    why: make("div", { class: "wres-why" }),
    find: make("input", { type: "text", id: `${id}-find`, autocomplete: "off", "aria-describedby": `${id}-hint` }),
    hint: make("span", { class: "wres-hint", id: `${id}-hint` }),
    lists: make("div"),
    effect: make("div", { class: "wres-effect" }),
    help: helpPanel(),
    done: make("div", { class: "wres-done" }),
  };
  parts.helper = button("help", "Help", "?", { shortcut: "?", more: { "aria-expanded": "false" } });
  parts.asked = make("form", { class: "wres-name" },
    make("label", { for: `${id}-name` }, "Your name or initials"), parts.name,
    make("button", { type: "submit", "data-do": "start" }, "Start"),
    make("p", {}, "It stands beside each of your decisions in links_reviewed.csv."));
  parts.bench = make("div", { class: "wres-buttons", role: "group", "aria-label": "Decide about this pair" },
    button("accept", "Accept", "a", { shortcut: "a" }), button("reject", "Reject", "r", { shortcut: "r" }));
  parts.moves = make("div", { class: "wres-buttons", role: "group", "aria-label": "Move" },
    button("skip", "Skip", "s", { shortcut: "s" }), button("back", "Back", "←", { shortcut: "ArrowLeft" }),
    button("undo", "Undo", "u", { shortcut: "u" }), parts.helper);
  parts.others = make("div", { class: "wres-others", role: "group", "aria-label": "Pick another partner" },
    make("div", { class: "wres-find" }, make("label", { for: `${id}-find` }, "Find another action"), parts.find, parts.hint),
    parts.lists);
  parts.pair = make("div", { role: "group", "aria-label": "The pair" }, parts.sides, parts.why);
  parts.controls = make("div", { class: "wres-controls" }, parts.bench, parts.moves);
  parts.root = make("section", { class: "wres-review", "aria-label": "Review of links", tabindex: "0" },
    make("header", {}, parts.title, parts.where, parts.file, parts.bar), parts.live, parts.said, parts.problem, parts.retry,
    parts.asked, parts.pair, parts.done, parts.controls, parts.help, parts.others, parts.effect);
  return parts;
}

function drawPair(parts, pair) {
  parts.sides.replaceChildren(side("Earlier plan", pair.old, "del"), side("Later plan", pair.new, "ins"));
  const linked = pair.linked ? "Linked now" : "Not linked now";
  const lines = [make("p", {}, make("strong", {}, `${linked}, probability ${pair.probability}. `), pair.reason)];
  if (pair.decided) lines.unshift(make("p", { class: "wres-decided" }, `You ${pair.decided === "another partner picked" ? "picked another partner" : pair.decided + " this pair"}. Decide anew, or undo.`));
  if (pair.note) lines.push(make("p", {}, pair.note));
  lines.push(make("p", { class: "wres-legend" }, make("del", {}, "dashed"), " only in the earlier plan, ", make("ins", {}, "underlined"), " only in the later plan"));
  parts.why.replaceChildren(...lines);
}

function found(pair, actions, typed) {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const [, , fromId, , toId] = pair.key;
  const fits = (one) => wanted.every((word) => `${one.ref} ${one.text}`.toLowerCase().includes(word));
  const news = actions.new.filter((one) => one.id !== toId && fits(one))
    .map((one) => ({ end: "new", from_id: fromId, to_id: one.id, text: one.text }));
  const olds = actions.old.filter((one) => one.id !== fromId && fits(one))
    .map((one) => ({ end: "old", from_id: one.id, to_id: toId, text: one.text }));
  const half = Math.max(MOST_FOUND - olds.length, Math.ceil(MOST_FOUND / 2));
  const shown = news.slice(0, half);
  return { shown: [...shown, ...olds.slice(0, MOST_FOUND - shown.length)], count: news.length + olds.length };
}

function drawOthers(parts, pair, others, none) {
  const ends = { new: `For the earlier action, from ${pair.new.year}`, old: `For the later action, from ${pair.old.year}` };
  const groups = [];
  let number = 0;
  for (const [end, heading] of Object.entries(ends)) {
    const list = make("ul");
    for (const one of others.filter((other) => other.end === end)) {
      number += 1;
      const chance = one.probability ? ` (${one.probability}${one.linked ? ", linked now" : ""})` : "";
      list.append(make("li", {}, make("button", {
        type: "button", "data-do": "pick", "data-number": number, "data-end": end, "data-from": one.from_id,
        "data-to": one.to_id, "aria-keyshortcuts": number,
      }, make("kbd", {}, String(number)), ` ${one.text}${chance}`)));
    }
    if (list.children.length) groups.push(make("h4", {}, heading), list);
  }
  if (!groups.length) groups.push(make("p", {}, none));
  parts.lists.replaceChildren(...groups);
}

function drawEffect(parts, effect) {
  if (!effect.rates) return parts.effect.replaceChildren();
  const body = make("tbody");
  for (const rate of effect.rates) {
    const cell = (share, interval) => make("td", {}, make("strong", {}, share), make("br"), interval);
    body.append(make("tr", {}, make("th", { scope: "row" }, rate.measure), cell(rate.before, rate.interval_before), cell(rate.now, rate.interval_now)));
  }
  const head = make("thead", {}, make("tr", {}, ...["Share, with its 95% interval", "When you began", "Now"].map((name) => make("th", { scope: "col" }, name))));
  const caption = make("caption", {}, `Carry-over rates of ${effect.about}${effect.decided ? ", with your last decision" : ""}`);
  return parts.effect.replaceChildren(make("table", {}, caption, head, body));
}

function announcement(state) {
  const pair = state.pair;
  const told = state.said ? `${state.said} ` : "";
  if (state.phase === "done") return `${told}All pairs have been seen.`;
  if (state.phase !== "pair") return told;
  return `${told}Pair ${state.at} of ${state.total}. Earlier plan ${pair.old.year}: ${spoken(pair.old.runs)}. `
    + `Later plan ${pair.new.year}: ${spoken(pair.new.runs)}. Probability ${pair.probability}.`;
}

function render({ model, el }) {
  views += 1;
  const parts = frame(`wres-review-${views}`);
  const { root } = parts;
  let asked = 0;      // the answer that was shown when something was sent; nothing more is sent before the next
  let patience = 0;
  let retries = 0;
  let onShow;         // the pair that was drawn last

  const state = () => model.get("state");

  function send(message) {
    if (asked >= state().answer) return;
    asked = state().answer;
    patience = setTimeout(() => {
      parts.problem.textContent = "No answer from Python yet: a cell may be running. If the kernel was restarted, run this "
        + "cell again; what was written is in links_reviewed.csv.";
    }, PATIENCE);
    model.send({ ...message, pair: state().key });
  }

  function refill() {
    if (state().phase !== "pair") return;
    const typed = parts.find.value.trim();
    const hits = typed ? found(state().pair, model.get("actions"), typed) : { shown: state().pair.others };
    parts.hint.textContent = typed ? `${hits.shown.length} of ${hits.count} shown` : "in either plan; press / to type";
    const none = typed ? "No other action of the two plans has these words." : "No other action comes near; find one by typing.";
    drawOthers(parts, state().pair, hits.shown, none);
  }

  function draw() {
    clearTimeout(patience);
    const now = state();
    const inside = root.contains(document.activeElement);
    const moved = onShow !== JSON.stringify([now.key, now.phase]);
    onShow = JSON.stringify([now.key, now.phase]);
    root.dataset.phase = now.phase;
    root.dataset.answer = now.answer;
    const where = now.phase === "pair" ? ` · ${now.pair.organisation}, ${now.pair.old.year} to ${now.pair.new.year}` : "";
    parts.where.textContent = now.phase === "pair" ? `Pair ${now.at} of ${now.total}${where} · ${now.reviewer}` : "";
    parts.file.textContent = now.phase === "empty" ? "" : `Each decision is written at once to ${now.file}`;
    parts.bar.max = Math.max(1, now.total);
    parts.bar.value = now.phase === "done" ? now.total : Math.max(0, now.at - 1);
    parts.said.textContent = now.said;
    parts.problem.textContent = now.problem + (now.waiting ? ` (${now.waiting} ${now.waiting === 1 ? "decision waits" : "decisions wait"} to be written)` : "");
    parts.retry.hidden = !now.waiting;
    if (parts.live.textContent !== announcement(now)) parts.live.textContent = announcement(now);
    parts.asked.hidden = now.phase !== "name";
    for (const part of [parts.pair, parts.others]) part.hidden = now.phase !== "pair";
    parts.bench.hidden = now.phase !== "pair";
    parts.controls.hidden = !["pair", "done"].includes(now.phase);
    parts.effect.hidden = !["pair", "done"].includes(now.phase);
    parts.bar.hidden = parts.controls.hidden;
    parts.done.textContent = { empty: "No pair of actions is in doubt: there is nothing to review.",
      done: `All pairs have been seen: ${now.decided} decided in this sitting, ${now.total - now.decided} skipped. `
        + "The decisions are in links_reviewed.csv; run the analysis again to see them everywhere." }[now.phase] ?? "";
    if (now.phase === "pair") drawPair(parts, now.pair);
    if (moved) {
      parts.find.value = "";
      refill();
    }
    const lost = !root.contains(document.activeElement) || document.activeElement.closest("[hidden]");
    if (inside && (lost || (moved && document.activeElement === parts.find))) root.focus({ preventScroll: true });
    if (inside && moved) parts.title.scrollIntoView({ block: "nearest" });
    clearInterval(retries);
    if (now.waiting) retries = setInterval(() => send({ do: "retry" }), RETRY_EVERY);
  }

  function toggleHelp() {
    parts.help.hidden = !parts.help.hidden;
    parts.helper.setAttribute("aria-expanded", String(!parts.help.hidden));
  }

  function act(pressed) {
    const does = pressed.dataset.do;
    if (does === "help") toggleHelp();
    else if (does === "pick") send({ do: "pick", from_id: pressed.dataset.from, to_id: pressed.dataset.to });
    else if (does !== "start") send({ do: does });
  }

  function typing(event) {
    if (event.target !== parts.find) return;
    const first = parts.lists.querySelector("button");
    if (event.key === "Escape") {
      parts.find.value = "";
      refill();
      root.focus({ preventScroll: true });
    } else if ((event.key === "Enter" || event.key === "ArrowDown") && first) {
      event.preventDefault();
      first.focus();
    }
  }

  function pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || (event.shiftKey && event.key === "Enter")) return;
    event.stopPropagation();  // otherwise "a" would add a cell to the notebook
    if (event.target.tagName === "INPUT") {
      typing(event);
      return;
    }
    if (event.isComposing || event.repeat) return;
    const does = KEYS[event.key] ?? KEYS[event.key.toLowerCase()];
    const control = /^[1-9]$/.test(event.key)
      ? parts.lists.querySelector(`[data-number="${event.key}"]`)
      : root.querySelector(`[data-do="${does}"]`);
    if (does === "find" && state().phase === "pair") {
      event.preventDefault();
      parts.find.focus();
    } else if (control && !control.closest("[hidden]")) {
      event.preventDefault();
      act(control);
    } else if (does || /^[1-9]$/.test(event.key)) {
      const why = does ? "not at this point" : `there is no other partner ${event.key} here`;
      parts.said.textContent = `Key ${event.key}: ${why}. Nothing was decided.`;
      parts.live.textContent = parts.said.textContent;
    }
  }

  root.addEventListener("keydown", pressed);
  root.addEventListener("click", (event) => {
    const control = event.target.closest("button[data-do]");
    if (control) act(control);
  });
  parts.asked.addEventListener("submit", (event) => {
    event.preventDefault();
    send({ do: "name", name: parts.name.value });
  });
  parts.find.addEventListener("input", refill);
  const drawn = () => drawEffect(parts, model.get("effect"));
  model.on("change:state", draw);
  model.on("change:effect", drawn);
  el.append(root);
  draw();
  drawn();
  return () => {
    clearTimeout(patience);
    clearInterval(retries);
    model.off("change:state", draw);
    model.off("change:effect", drawn);
  };
}

export default { render };
