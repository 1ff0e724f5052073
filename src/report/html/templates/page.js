
"use strict";
(() => {
  const by = (id) => document.getElementById(id);
  const all = (where, what) => Array.from(where.querySelectorAll(what));
  const list = by("list");
  const items = list ? all(list, "[data-attention]") : [];
  items.forEach((item, place) => { item.place = place; });
  const text = (item) => (item.words ??= item.textContent.toLowerCase().replace(/[\u2018\u2019]/g, "'"));
  // A line of the list of all has its outlets by number.
  const known = all(document, "#outlet-names option").map((one) => one.value);
  const outlets = (item) => (item.names ??= new Set(item.dataset.printed === undefined
    ? all(item, "[data-outlet]").map((one) => one.dataset.outlet)
    : item.dataset.printed.split(" ").filter(Boolean).map((place) => known[place])));

  // Find and sort.
  const controls = by("controls");
  const find = by("find"), attention = by("by-attention"), speaker = by("by-speaker"), outlet = by("by-outlet"), order = by("order");
  const fill = (select, names) => {
    const counts = new Map();
    names.forEach((name) => name && counts.set(name, (counts.get(name) ?? 0) + 1));
    for (const name of [...counts.keys()].sort((a, b) => a.localeCompare(b))) {
      const option = new Option(`${name} (${counts.get(name)})`, name);
      select.add(option);
    }
  };
  const apply = () => {
    const words = find.value.toLowerCase().replace(/[\u2018\u2019]/g, "'").split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const item of items) {
      const is = (!attention.value || item.dataset.attention === attention.value)
        && (!speaker.value || item.dataset.speaker === speaker.value)
        && (!outlet?.value || outlets(item).has(outlet.value))
        && words.every((word) => text(item).includes(word));
      item.hidden = !is;
      shown += is;
    }
    by("shown").textContent = shown === items.length ? `${shown} utterance${shown === 1 ? "" : "s"}` : `${shown} of ${items.length} utterances`;
    by("no-match").hidden = shown > 0;
    by("clear").hidden = shown === items.length;
  };
  const sort = () => {
    const compare = {
      place: () => 0,
      outlets: (a, b) => b.dataset.outlets - a.dataset.outlets,
      date: (a, b) => (a.dataset.date || "9999").localeCompare(b.dataset.date || "9999"),
      speaker: (a, b) => (a.dataset.speaker || "\uffff").localeCompare(b.dataset.speaker || "\uffff"),
    }[order.value];
    list.append(...items.slice().sort((a, b) => compare(a, b) || a.place - b.place));
  };
  const clear = () => {
    [find, attention, speaker, outlet].forEach((field) => { if (field) field.value = ""; });
    apply();
  };
  if (controls && items.length > 0) {
    fill(speaker, items.map((item) => item.dataset.speaker));
    if (outlet) fill(outlet, items.flatMap((item) => [...outlets(item)]));
    for (const option of Array.from(attention.options).slice(1)) {
      const count = items.filter((item) => item.dataset.attention === option.value).length;
      if (count > 0) option.text += ` (${count})`; else option.remove();
    }
    let waiting;
    find.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(apply, 120); });
    [attention, speaker, outlet].forEach((field) => field?.addEventListener("change", apply));
    order.addEventListener("change", sort);
    controls.addEventListener("submit", (event) => { event.preventDefault(); apply(); });
    by("clear").addEventListener("click", () => { clear(); find.focus(); });
    const toggle = (open) => () => items.filter((item) => !item.hidden).forEach((item) => {
      all(item, ":scope > details").forEach((one) => { one.open = open; });
    });
    by("open-all")?.addEventListener("click", toggle(true));
    by("close-all")?.addEventListener("click", toggle(false));
    controls.hidden = false;
    apply();
  }

  // A name filters the list.
  const select = (field, name) => {
    if (!field || !Array.from(field.options).some((option) => option.value === name)) return false;
    clear();
    field.value = name;
    apply();
    by("utterances").focus();
    by("utterances").scrollIntoView();
    return true;
  };
  // Those in the overview do, if they do not lead to another file.
  for (const link of all(document, "a[data-filter][href^='#']")) {
    link.addEventListener("click", (event) => {
      if (select(by(`by-${link.dataset.filter}`), link.dataset.value)) event.preventDefault();
    });
  }

  // An address leads to what it names, folded or filtered out as it may be; #by-speaker=NAME filters.
  const show = () => {
    let named = location.hash.slice(1);
    try { named = decodeURIComponent(named); } catch { return; }
    const filter = named.match(/^(by-speaker|by-outlet)=(.*)$/s);
    if (filter) { select(by(filter[1]), filter[2]); return; }
    const target = named && by(named);
    if (!target) return;
    if (target.closest("[data-attention][hidden]")) clear();
    for (let at = target.parentElement; at; at = at.parentElement) {
      if (at.localName === "details") at.open = true;
    }
    target.scrollIntoView();
  };
  addEventListener("hashchange", show);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    if (link && link.getAttribute("href") === location.hash) show();
  });
  show();

  // The decisions on pairs, one a line.
  const decided = by("decided");
  if (decided) {
    const choices = all(document, ".decisions input");
    choices.forEach((one) => { one.hidden = false; });
    document.addEventListener("change", (event) => {
      if (event.target.closest(".decisions") === null) return;
      const lines = choices.filter((one) => one.checked).map((one) => one.value);
      by("decisions").value = lines.join("\n") + "\n";
      by("copied").textContent = `${lines.length} decision${lines.length === 1 ? "" : "s"}`;
      decided.hidden = false;
    });
    by("copy").addEventListener("click", async () => {
      const area = by("decisions");
      area.select();
      try { await navigator.clipboard.writeText(area.value); } catch { document.execCommand("copy"); }
      by("copied").textContent = "Copied";
    });
  }

  // On paper all is open.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = all(document, "details:not([open])");
    folded.forEach((one) => { one.open = true; });
  });
  addEventListener("afterprint", () => folded.forEach((one) => { one.open = false; }));
})();
