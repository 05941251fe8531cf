/* Live reload. The server puts this script into the pages it answers; published files hold nothing of it.
 *
 * A browser opens six connections to a server at most, so a stream a tab would freeze the seventh tab. One visible tab
 * holds a lock and the only stream, and passes on what it hears; a tab that is hidden lets go of both and takes the
 * newest state when it is looked at again. */
"use strict";

(() => {
  const ours = document.currentScript.dataset.build;
  const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel("kith-live") : null;
  const placeKey = "kith-live-place";
  const longestWait = 10000;
  const silent = "Kith's server does not answer: this page stays as it is until `kith serve` runs again.";

  let state = null; // what was heard last: {build, problems}
  let leadership = null; // set while this tab leads or waits to
  let reloading = false;

  /* ---- what is heard ---- */

  function hear(heard) {
    state = heard;
    showProblems(heard.problems);
    if (heard.build !== ours && !document.hidden && !reloading) {
      reloading = true;
      savePlace();
      location.reload();
    }
  }

  function showProblems(problems) {
    let banner = document.querySelector(".kith-live-banner");
    if (!banner && problems) {
      banner = document.createElement("div");
      banner.className = "kith-live-banner";
      banner.setAttribute("role", "status");
      // At the end, where it moves nothing that the reader's place is told by.
      document.body.append(banner);
    }
    if (banner) {
      banner.hidden = !problems;
      if (banner.textContent !== problems) banner.textContent = problems;
    }
  }

  /* ---- one stream a browser ---- */

  class Leadership {
    constructor() {
      this.ended = new AbortController();
      this.wait = 500;
      this.failures = 0;
      this.source = null;
      this.timer = 0;
      if (!navigator.locks) {
        this.open();
        return;
      }
      const lead = () => {
        if (this.ended.signal.aborted) return undefined;
        this.open();
        return new Promise((release) => this.ended.signal.addEventListener("abort", release));
      };
      // Rejected when it ends before its turn came.
      navigator.locks.request("kith-live", { signal: this.ended.signal }, lead).catch(() => {});
    }

    open() {
      this.source = new EventSource("/-/events");
      this.source.onmessage = (event) => {
        this.wait = 500;
        this.failures = 0;
        const heard = JSON.parse(event.data);
        channel?.postMessage(heard);
        hear(heard);
      };
      this.source.onerror = () => {
        // Its own retry gives up on a server that answers, but not with a stream.
        this.source.close();
        // One may be a page that is left, or a server that is started again.
        this.failures += 1;
        if (this.failures === 2) {
          channel?.postMessage("silent");
          showProblems(silent);
        }
        this.timer = setTimeout(() => this.open(), this.wait);
        this.wait = Math.min(this.wait * 2, longestWait);
      };
    }

    end() {
      clearTimeout(this.timer);
      this.source?.close();
      this.source = null;
      this.ended.abort();
    }
  }

  function attend() {
    if (document.hidden || leadership) return;
    if (state) hear(state);
    if (reloading) return;
    leadership = new Leadership();
    channel?.postMessage("state?");
  }

  function leave() {
    leadership?.end();
    leadership = null;
  }

  if (channel) {
    channel.onmessage = ({ data }) => {
      if (data === "silent") showProblems(silent);
      else if (data !== "state?") hear(data);
      else if (state && leadership?.source) channel.postMessage(state);
    };
  }
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : attend()));
  addEventListener("pagehide", leave);
  addEventListener("pageshow", attend);

  /* ---- the place of the reader ---- */

  function savePlace() {
    const place = { page: location.pathname + location.search, x: scrollX, y: scrollY, focus: "" };
    const active = document.activeElement;
    if (active && active !== document.body) {
      place.focus = selectorOf(active);
      if (isTyped(active)) {
        place.value = active.value;
        place.selection = [active.selectionStart, active.selectionEnd];
      }
    }
    try {
      sessionStorage.setItem(placeKey, JSON.stringify(place));
    } catch {
      // Storage may be switched off; the page then opens at its top.
    }
  }

  function takePlace() {
    try {
      const place = JSON.parse(sessionStorage.getItem(placeKey));
      sessionStorage.removeItem(placeKey);
      return place && place.page === location.pathname + location.search ? place : null;
    } catch {
      return null;
    }
  }

  function restorePlace(place) {
    const element = place.focus && document.querySelector(place.focus);
    if (element) {
      element.focus({ preventScroll: true });
      if (place.value !== undefined && isTyped(element)) {
        if (element.value !== place.value) {
          element.value = place.value;
          element.dispatchEvent(new Event("input", { bubbles: true }));
        }
        element.setSelectionRange(...place.selection);
      }
    }
    scrollTo({ left: place.x, top: place.y, behavior: "instant" });
  }

  function isTyped(element) {
    return element.matches("textarea, input[type=text], input[type=search], input:not([type])");
  }

  // By the nearest id above, then by position.
  function selectorOf(element) {
    const steps = [];
    let at = element;
    while (at && at !== document.documentElement) {
      if (at.id) {
        steps.unshift(`#${CSS.escape(at.id)}`);
        break;
      }
      const place = Array.prototype.indexOf.call(at.parentElement.children, at) + 1;
      steps.unshift(`${at.localName}:nth-child(${place})`);
      at = at.parentElement;
    }
    return steps.join(" > ");
  }

  const place = takePlace();
  if (place) {
    restorePlace(place);
    // Images that came later have moved what is below them.
    addEventListener("load", () => scrollTo({ left: place.x, top: place.y, behavior: "instant" }), { once: true });
  }
  attend();
})();
