// Says below each imprecise date how it is read. The parser in Python decides; there is none here.
"use strict";

{
  const PAUSE_IN_TYPING = 250; // milliseconds
  const timers = new WeakMap();

  async function showReading(input, output) {
    const text = input.value;
    let message;
    try {
      const url = `${output.dataset.readingUrl}?${new URLSearchParams({ text })}`;
      const response = await fetch(url);
      if (!response.ok) {
        throw new Error(response.statusText);
      }
      const { reading, error } = await response.json();
      message = error ?? (reading && `Read as: ${reading}`);
    } catch {
      // Also when the session has ended: the answer is then the login page.
      message = "How this date is read cannot be shown now; it is checked when you save.";
    }
    // An answer to what stood here before is no longer of interest.
    if (input.value === text) {
      output.textContent = message;
    }
  }

  // One listener for the page, because rows of inline forms are added later.
  document.addEventListener("input", ({ target }) => {
    const output = target.closest(".imprecise-date")?.querySelector("output");
    if (output) {
      clearTimeout(timers.get(target));
      timers.set(target, setTimeout(showReading, PAUSE_IN_TYPING, target, output));
    }
  });

  // Django numbers the ids in a row that is added, but not what refers to them.
  document.addEventListener("formset:added", ({ target: row }) => {
    for (const field of row.querySelectorAll(".imprecise-date")) {
      const input = field.querySelector("input");
      const output = field.querySelector("output");
      input.setAttribute("aria-describedby", `${input.id}_helptext ${output.id}`);
    }
  });
}
