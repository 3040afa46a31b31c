// What htmx leaves open: focus after a swap, a spoken word about it, and what the same skill's other buttons show.
// Every page works without this file.
(() => {
  const live = () => document.getElementById("live");
  const say = (text) => {
    const region = live();
    if (region) region.textContent = text;
  };

  // The swapped fragment knows the profile now; forms drawn before it learn what it says.
  const sync = (fragment) => {
    const state = fragment.querySelector("[data-profile-version]");
    if (!state) return;
    const held = new Map();
    fragment.querySelectorAll("[data-claim]").forEach((row) => held.set(row.dataset.claim, row.dataset.level));
    document.querySelectorAll("input[name=version]").forEach((input) => { input.value = state.dataset.profileVersion; });
    document.querySelectorAll("[data-picks]").forEach((form) => {
      const level = held.get(form.dataset.picks) ?? "";
      form.querySelectorAll("input[name=seen]").forEach((input) => { input.value = level; });
      form.querySelectorAll("button[name=level]").forEach((button) => {
        button.setAttribute("aria-pressed", String(button.value === level));
      });
    });
  };

  document.addEventListener("htmx:afterSettle", (event) => {
    const target = document.getElementById(event.detail.target.id) ?? event.detail.target;
    sync(target);
    const news = target.querySelector("[data-announce]");
    if (news) say(news.textContent.trim().replace(/\s+/g, " "));
    // htmx keeps focus on an element whose id comes back. Where it is gone, its place is taken by the fragment's heading.
    if (document.activeElement === document.body || document.activeElement === null) {
      target.querySelector("[data-focus]")?.focus({ preventScroll: true });
    }
  });

  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, () => {
      const box = document.getElementById("trouble");
      if (box) box.hidden = false;
      say(box?.textContent.trim() ?? "");
    });
  }
  document.addEventListener("htmx:beforeRequest", () => {
    const box = document.getElementById("trouble");
    if (box) box.hidden = true;
  });
})();
