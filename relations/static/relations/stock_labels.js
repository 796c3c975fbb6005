// Names what Django's own pages leave without a name that can be read out.
"use strict";

// Django makes these elements when the page has loaded, and its listeners come first.
window.addEventListener("load", () => {
  for (const icon of document.querySelectorAll("span.help-tooltip[aria-label]")) {
    icon.setAttribute("role", "img");
  }
  for (const input of document.querySelectorAll("input.vDateField, input.vTimeField")) {
    const field = input.closest(".form-row")?.querySelector("label, legend")?.textContent.trim() ?? "";
    const part = input.classList.contains("vDateField") ? "date" : "time";
    if (!input.labels.length) {
      input.setAttribute("aria-label", `${field} ${part}`);
    }
  }
});
