// Gives Django's autocomplete fields the name of their label, which select2 does not pass on.
"use strict";

{
  const labelOf = (select) => document.querySelector(`label[for="${select.id}"]`);

  function nameSelection(select) {
    const label = labelOf(select);
    const selection = select.parentElement.querySelector(".select2-selection");
    if (label && selection) {
      label.id ||= `${select.id}_label`;
      const value = selection.querySelector(".select2-selection__rendered");
      selection.setAttribute("aria-labelledby", `${label.id} ${value.id}`);
      value.setAttribute("aria-labelledby", label.id);
    }
  }

  // The field in which several entries are looked for stands among those that are chosen.
  function nameSearch(select) {
    const search = select.parentElement.querySelector(".select2-search--inline input, .select2-search--inline textarea");
    search?.setAttribute("aria-label", `Search: ${labelOf(select)?.textContent.trim() ?? ""}`);
  }

  function nameSelections(container) {
    for (const select of container.querySelectorAll("select.select2-hidden-accessible")) {
      (select.multiple ? nameSearch : nameSelection)(select);
    }
  }

  // Both come after Django's own script, which makes the fields.
  django.jQuery(() => nameSelections(document));
  document.addEventListener("formset:added", ({ target }) => nameSelections(target));

  django.jQuery(document).on("select2:open", ({ target }) => {
    const search = document.querySelector(".select2-container--open .select2-search__field");
    search?.setAttribute("aria-label", `Search: ${labelOf(target)?.textContent.trim() ?? ""}`);
  });
}
