/* Comfort for those who have script: everything here also works without it. No inline code, no eval. */
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  const all = (css, where = document) => [...where.querySelectorAll(css)];
  const typing = (el) => el instanceof Element && el.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

  /* selecting many: the bar says how many, the header box follows the rows */
  const boxes = (form) => all("tbody input[type=checkbox][name]:not(:disabled)", form);
  const tables = () => all("[data-select]");
  const tell = (area) => {
    const rows = boxes(area);
    const on = rows.filter((box) => box.checked);
    for (const box of rows) box.closest("tr").setAttribute("aria-selected", String(box.checked));
    for (const head of all("[data-select-all]", area)) {
      head.checked = on.length > 0 && on.length === rows.length;
      head.indeterminate = on.length > 0 && on.length < rows.length;
    }
    for (const bar of all(".bulk", area)) {
      bar.toggleAttribute("data-idle", on.length === 0);
      for (const spot of all("[data-count]", bar)) spot.textContent = figures(on.length, spot.dataset.count);
      for (const spot of all("[data-left]", bar)) spot.textContent = figures(Number(spot.dataset.left) - on.length, spot.dataset.digits);
    }
  };
  const figures = (n, digits) => (digits === "arab" ? String(n).replace(/\d/g, (d) => "٠١٢٣٤٥٦٧٨٩"[d]) : String(n));

  document.addEventListener("change", (event) => {
    const area = event.target.closest("[data-select]");
    if (!area) return;
    if (event.target.matches("[data-select-all]")) for (const box of boxes(area)) box.checked = event.target.checked;
    tell(area);
  });

  /* a file: the page says what is chosen, in the reader's language rather than the browser's */
  document.addEventListener("change", (event) => {
    const name = event.target.closest("[data-pick]")?.querySelector(".name");
    if (!name) return;
    name.dataset.none ??= name.textContent;
    name.textContent = event.target.files[0]?.name ?? name.dataset.none;
  });

  /* single keys: never inside a field, never with a modifier, never where they are switched off */
  let at = -1;
  const rows = () => all("[data-select] tbody tr, table[data-rows] tbody tr");
  const go = (by) => {
    const list = rows();
    if (!list.length) return;
    list.forEach((row) => row.classList.remove("at"));
    at = Math.min(Math.max(at + by, 0), list.length - 1);
    list[at].classList.add("at");
    const first = list[at].querySelector("a, button, input");
    if (first) first.focus();
    list[at].scrollIntoView({ block: "nearest" });
  };
  const select = () => {
    const box = rows()[at]?.querySelector("input[type=checkbox][name]");
    if (box) box.click();
  };
  const search = () => {
    const box = document.querySelector("[data-search]") || document.getElementById("q");
    if (box) { box.focus(); box.select(); }
  };
  const help = () => document.getElementById("keys")?.showModal();
  const accept = () => {
    const button = document.querySelector(".bulk:not([data-idle]) [data-key=a]");
    if (button) button.click();
  };
  const keys = { j: () => go(1), k: () => go(-1), x: select, a: accept, "/": search, "?": help };
  document.addEventListener("keydown", (event) => {
    if (document.body.dataset.singleKeys === "off" || event.ctrlKey || event.altKey || event.metaKey) return;
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    /* the same place on an Arabic keyboard */
    const key = { "ت": "j", "ن": "k", "ء": "x", "ش": "a", "؟": "?" }[event.key] || event.key;
    if (!Object.hasOwn(keys, key)) return;
    event.preventDefault();
    keys[key]();
  });
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest?.("tbody tr");
    const place = row ? rows().indexOf(row) : -1;
    if (place >= 0) at = place;
  });

  /* dialogs, menus, the way back */
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]");
    if (opener) document.getElementById(opener.dataset.open)?.showModal();
    const back = event.target.closest("[data-back]");
    if (back && history.length > 1 && document.referrer.startsWith(location.origin)) { event.preventDefault(); history.back(); }
    for (const menu of all("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
    if (event.target instanceof HTMLDialogElement) event.target.close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of all("details.menu[open]")) { menu.open = false; menu.querySelector("summary").focus(); }
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-send-on-change]")) event.target.form.requestSubmit();
  });

  /* what needs attention takes focus: the error summary at once, a changed heading after a swap */
  const settle = (where) => {
    for (const area of tables()) tell(area);
    const wrong = where.querySelector("[data-focus]");
    if (wrong) wrong.focus();
  };
  document.addEventListener("htmx:afterSwap", (event) => {
    const heading = event.target.querySelector?.("[data-heading]");
    if (heading) { heading.tabIndex = -1; heading.focus(); }
    settle(event.target);
  });
  /* a refusal is an answer too: show what a 422 says */
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === 422) { event.detail.shouldSwap = true; event.detail.isError = false; }
  });
  settle(document);
})();
