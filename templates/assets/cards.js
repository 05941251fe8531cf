// A person's card: it shows where the pointer rests on a link to them, or the keyboard stands on one. It can be pointed
// at, stays until the pointer or the focus leaves, and Escape puts it away (WCAG 1.4.13). Nothing is loaded before.
"use strict";

(() => {
  const search = window.kithSearch;
  if (!search) return;

  const REST = 300; // milliseconds of a pointer at rest before the card shows
  const LEAVE = 200; // and on its way from the link to the card

  const root = new URL(search.root || "./", location.href);
  let people;
  let card, owner, timer;

  // The page that a link leads to, from the site's root; nothing for other links.
  const pageOf = (link) => {
    const start = root.href.replace(/[?#].*/, "").replace(/[^/]*$/, "");
    const href = link.href.replace(/[?#].*/, "");
    if (!href.startsWith(`${start}people/`)) return "";
    return href === location.href.replace(/[?#].*/, "") ? "" : decodeURI(href.slice(start.length));
  };

  const linkOf = (target) => {
    const link = target.closest?.("a[href]");
    return link && !link.closest("dialog") && pageOf(link) ? link : null;
  };

  const hide = () => {
    clearTimeout(timer);
    timer = undefined;
    if (!owner) return;
    if (owner.getAttribute("aria-describedby") === card.id) owner.removeAttribute("aria-describedby");
    owner = undefined;
    card.hidden = true;
  };

  const line = (className, text) => {
    const made = document.createElement("p");
    made.className = className;
    made.textContent = text;
    return made;
  };

  const place = (link) => {
    const [box, own] = [link.getClientRects()[0] ?? link.getBoundingClientRect(), card.getBoundingClientRect()];
    const width = document.documentElement.clientWidth;
    const below = box.bottom + own.height + 8 < innerHeight || box.top < own.height + 8;
    const left = Math.max(8, Math.min(box.left, width - own.width - 8));
    const top = below ? box.bottom : box.top - own.height;
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${top + scrollY}px`;
  };

  const show = async (link) => {
    people ??= search.names().then((names) => new Map(names.people.map((each) => [each.href, each])));
    let person;
    const turn = timer;
    try {
      person = (await people).get(pageOf(link));
    } catch {
      people = undefined;
    }
    if (!person || turn !== timer || !link.isConnected) return;
    hide();
    if (!card) {
      card = document.createElement("div");
      card.id = "person-card";
      card.className = "person-card";
      card.setAttribute("role", "tooltip");
      card.hidden = true;
      card.addEventListener("pointerenter", () => clearTimeout(timer));
      card.addEventListener("pointerleave", leave);
      // Within a landmark, as all that is on a page.
      (document.querySelector("main") ?? document.body).append(card);
    }
    card.replaceChildren(line("name", person.name));
    if (person.headline) card.append(line("headline", person.headline));
    for (const [label, value] of person.facts) card.append(line("meta", `${label}: ${value}`));
    card.hidden = false;
    owner = link;
    if (!link.hasAttribute("aria-describedby")) link.setAttribute("aria-describedby", card.id);
    place(link);
  };

  const soon = (act, wait) => {
    clearTimeout(timer);
    timer = setTimeout(act, wait);
  };

  const leave = () => soon(hide, LEAVE);

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse" || event.buttons) return;
    const link = linkOf(event.target);
    if (link && link === owner) clearTimeout(timer);
    else if (link) soon(() => show(link), REST);
    else if (owner ? !card.contains(event.target) : timer) leave();
  });
  document.addEventListener("focusin", (event) => {
    const link = linkOf(event.target);
    if (link?.matches(":focus-visible")) soon(() => show(link), REST);
    else hide();
  });
  document.addEventListener("focusout", hide);
  document.addEventListener("pointerdown", hide);
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !owner) return;
      hide();
      event.stopPropagation();
    },
    true,
  );
})();
