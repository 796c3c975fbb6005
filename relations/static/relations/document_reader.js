// Lets a passage of a document be marked with mouse or keyboard. The server slices it by its offsets.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const text = document.getElementById("document-text");
  const form = document.getElementById("selection-form");
  const nothing = document.getElementById("selection-none");
  const words = document.getElementById("selection-words");
  const citedNone = document.getElementById("cited-none");
  const citedItems = [...document.querySelectorAll("[data-passage]")];

  // It can be edited so that it has a caret, and is not.
  for (const name of ["beforeinput", "cut", "paste", "drop", "dragstart"]) {
    text.addEventListener(name, (event) => event.preventDefault());
  }

  // Offsets are in code points; those of the browser are in UTF-16, where an emoji counts twice.
  function codePointsBefore(node, offset) {
    const range = document.createRange();
    range.selectNodeContents(text);
    range.setEnd(node, offset);
    return [...range.toString()].length;
  }

  const isInside = (node) => node && text.contains(node);

  function showSelection(selection) {
    const range = selection.getRangeAt(0);
    const start = codePointsBefore(range.startContainer, range.startOffset);
    const length = [...range.toString()].length;
    form.elements.start.value = start;
    form.elements.end.value = start + length;
    words.textContent = range.toString();
    form.hidden = false;
    nothing.hidden = true;
  }

  function showCitedAt(node) {
    const mark = (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement).closest("mark");
    const here = new Set((mark?.dataset.passages ?? "").split(" ").filter(Boolean));
    for (const item of citedItems) {
      item.hidden = !here.has(item.dataset.passage);
    }
    citedNone.hidden = here.size > 0;
  }

  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (!selection.rangeCount || !isInside(selection.anchorNode) || !isInside(selection.focusNode)) {
      return;
    }
    showCitedAt(selection.focusNode);
    if (!selection.isCollapsed) {
      showSelection(selection);
    }
  });

  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      const isMarked = !document.getSelection().isCollapsed;
      const next = isMarked
        ? form.querySelector("button")
        : document.querySelector("[data-passage]:not([hidden]) a");
      next?.focus();
    }
  });

  for (const item of citedItems) {
    item.hidden = true;
  }
  const chosen = text.querySelector("mark.chosen");
  if (chosen) {
    chosen.scrollIntoView({ block: "center" });
    showCitedAt(chosen);
  }
});
