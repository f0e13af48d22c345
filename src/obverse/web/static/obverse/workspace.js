// Small improvements; every page works without them.
"use strict";

// A page that waits for work in the background asks how far it is and loads anew when it is over.
for (const box of document.querySelectorAll("[data-job]")) {
  const bar = box.querySelector("progress");
  const told = box.querySelector("[data-step]");
  const ask = async () => {
    try {
      const answer = await fetch(box.dataset.job, { headers: { Accept: "application/json" } });
      const job = await answer.json();
      if (job.over) {
        window.location.reload();
        return;
      }
      if (bar) bar.value = job.done;
      if (told) told.textContent = job.step;
    } catch {
      // The next question comes anyway.
    }
    window.setTimeout(ask, 1500);
  };
  window.setTimeout(ask, 700);
}

// Who leaves a form that was changed and not sent is asked first.
for (const form of document.querySelectorAll("form[data-guarded]")) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}
