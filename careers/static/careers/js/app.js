// What htmx leaves open: a spoken word about what changed, where the focus goes, and that a request got lost.
// Every page works without this file.
(() => {
  const say = (text) => {
    document.getElementById("live").textContent = text.trim().replace(/\s+/g, " ");
  };
  const trouble = (shown) => {
    const box = document.getElementById("trouble");
    box.hidden = !shown;
    if (shown) say(box.textContent);
  };

  document.addEventListener("htmx:afterSettle", (event) => {
    const part = document.getElementById(event.detail.target.id) ?? event.detail.target;
    const news = part.querySelector("[data-announce]");
    if (news) say(news.textContent);
    // htmx keeps focus where the same id comes back; where it is gone, the part names who takes it.
    if (document.activeElement === document.body || document.activeElement === null) {
      part.querySelector("[data-focus]")?.focus({ preventScroll: true });
    }
  });
  document.addEventListener("htmx:beforeRequest", () => trouble(false));
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, () => trouble(true));
  }
})();
