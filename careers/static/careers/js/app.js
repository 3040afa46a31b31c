// What htmx leaves open: a spoken word about what changed, where the focus goes, and what went wrong on the way.
// Every page works without this file.
(() => {
  const say = (text) => {
    document.getElementById("live").textContent = text.trim().replace(/\s+/g, " ");
  };
  const box = () => document.getElementById("trouble");
  const trouble = (text) => {
    if (text) box().textContent = text;
    box().hidden = false;
    say(box().textContent);
  };

  // Who types on while an answer is under way keeps what they typed, and a search goes on from there.
  let typing = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const field = document.activeElement;
    const within = event.detail.target.contains(field) && field.matches("input[id], textarea[id]");
    typing = within ? { id: field.id, text: field.value } : null;
  });
  document.addEventListener("htmx:afterSettle", () => {
    const field = typing && document.getElementById(typing.id);
    if (field && field.value !== typing.text) {
      field.value = typing.text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    typing = null;
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    const part = document.getElementById(event.detail.target.id) ?? event.detail.target;
    const news = part.querySelector("[data-announce]");
    if (news) say(news.textContent);
    // htmx keeps focus where the same id comes back; where it is gone, the part names who takes it.
    if (document.activeElement === document.body || document.activeElement === null) {
      part.querySelector("[data-focus]")?.focus({ preventScroll: true });
    }
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const part = document.getElementById(event.detail.target.id) ?? event.detail.target;
    part.querySelector("[data-show]")?.scrollIntoView({ block: "nearest" });
  });

  // A field of one line drops the line breaks of a list that is pasted into it. What is too long for it goes into the
  // field for long lists, which data-list names.
  document.addEventListener("paste", (event) => {
    const field = event.target.closest?.("[data-list]");
    const text = event.clipboardData?.getData("text").trim() ?? "";
    if (!field || !/[\n\r\t]/.test(text) && text.length < field.maxLength) return;
    event.preventDefault();
    const list = document.getElementById(field.dataset.list);
    if (text.length < field.maxLength) {
      field.setRangeText(text.split(/[\n\r\t]+/).join(", "), field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    } else {
      list.closest("details").open = true;
      list.value = text;
      list.focus();
    }
  });
  document.addEventListener("htmx:beforeRequest", () => {
    box().hidden = true;
  });

  // The page is being left for another one: what asks every second would start the way there anew each time it is told
  // again, and a page that takes longer than a second would never come.
  let leaving = false;
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr.getResponseHeader("HX-Redirect")) leaving = true;
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (leaving && event.target.matches("[hx-trigger^='every']")) event.preventDefault();
  });
  addEventListener("pageshow", () => {
    leaving = false;
  });

  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, () => trouble(box().dataset.lost));
  }
  document.addEventListener("htmx:responseError", (event) => {
    const { status } = event.detail.xhr;
    // These bring their own words, which htmx has put there.
    const told = [401, 403, 429].includes(status);
    trouble(told ? "" : status === 404 ? box().dataset.gone : box().dataset.broke);
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) print();
  });

  // A log-in in another tab makes the token of this page's forms an old one; the cookie has the new one.
  document.addEventListener(
    "submit",
    (event) => {
      const field = event.target.elements.csrfmiddlewaretoken;
      const cookie = /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie);
      if (field && cookie) field.value = cookie[1];
    },
    true,
  );
})();
