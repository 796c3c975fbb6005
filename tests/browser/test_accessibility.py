"""Every page of the admin: usable by everybody, in light and dark, and with nothing from elsewhere.

The pages are those of the admin's own addresses; a new one without an example fails by its name.
"""

import hashlib
from dataclasses import dataclass

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from relations import models
from relations.desk import proposals, review
from relations.document_texts import store_text
from tests import builders
from tests.browser.test_admin_in_browser import assert_clean
from tests.browser.waiting import wait_for
from tests.builders import BUILDERS
from tests.people import a_user

# What axe looks at: everything once, and in the other theme the colours, which alone differ.
STANDARDS = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
COLOURS = {"type": "rule", "values": ["color-contrast"]}
TEXT = "“We shall fish,” Mr Rassendyll said on 3/4/2031.\nHe added: “And we shall stay.”\n"

AXE = """
const done = arguments[arguments.length - 1];
// The colours of the other theme come gradually.
Promise.all(document.getAnimations().map((each) => each.finished)).then(
  () => axe.run(document, { runOnly: arguments[0] })
).then(
  (results) => done(results.violations.map((each) => [
    each.id, each.nodes.map((node) => node.target.join(" ") + " " + node.failureSummary),
  ])),
  (error) => done([["failed", [String(error)]]]),
);
"""

# Answers that are no pages, or lead on to another.
NO_PAGES = {
    "jsi18n",
    "autocomplete",
    "view_on_site",
    "logout",
    "",  # old addresses of entries, and whatever is not found
}


@pytest.fixture(scope="session")
def axe(node_modules):
    return (node_modules / "axe-core" / "axe.min.js").read_text()


@dataclass
class Desk:
    """The browser of a superuser, and what axe says of a page."""

    browser: object
    axe: str

    def set_theme(self, theme):
        feature = {"name": "prefers-color-scheme", "value": theme}
        self.browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})

    def violations(self, url):
        self.browser.open(url)
        driver = self.browser.driver
        assert driver.find_elements("id", "content"), url
        assert_clean(self.browser)
        return self.violations_here()

    def violations_here(self):
        """What axe says of the page that is open, in light and dark."""
        driver = self.browser.driver
        # By the protocol of the debugger, which the page's own policy does not stop.
        driver.execute_cdp_cmd("Runtime.evaluate", {"expression": self.axe})
        found = []
        for theme, looked_at in (("light", STANDARDS), ("dark", COLOURS)):
            self.set_theme(theme)
            violations = driver.execute_async_script(AXE, looked_at)
            found += [(theme, *violation) for violation in violations]
        driver.get_log("browser")  # empties it: axe tries inline styles, which are refused
        return found

    def assert_good(self, *urls):
        """All pages are looked at, so that one run tells all that is wrong."""
        found = {url: violations for url in urls if (violations := self.violations(url))}
        assert found == {}


@pytest.fixture
def desk(browser, axe):
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("boss"))
    browser.log_in(client)
    yield Desk(browser, axe)
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


# Examples of pages -------------------------------------------------------------------------------


def examples_of(model):
    """Name of each page of a noun → an address of it with something to see."""
    name = f"relations_{model._meta.model_name}"
    author = a_user("anna")
    entry, other = BUILDERS[model](), BUILDERS[model]()
    entry.save()
    draft = BUILDERS[model](publication_status="draft", reviewed_in=None)
    waiting = BUILDERS[model](publication_status="draft", reviewed_in=None)
    review.comment(review.submit(waiting, author), author, "Look at the line.")
    version = entry.history.first().pk
    arguments = {
        "change": [entry.pk],
        "history": [entry.pk],
        "delete": [draft.pk],
        "submit": [draft.pk],
        "review": [waiting.pk],
        "retract": [entry.pk],
        "restore": [entry.pk, version],
        "simple_history": [entry.pk, version],
        "similar": [entry.pk],
        "compare": [entry.pk, other.pk],
    }
    left_out = {"import"} if model in NOT_IMPORTED else set()
    return {
        pattern.name: reverse(f"admin:{pattern.name}", args=arguments.get(page, []))
        for pattern in admin.site._registry[model].get_urls()
        if pattern.name and (page := pattern.name.removeprefix(f"{name}_")) in PAGES - left_out
    }


# Their passages are marked in the reader.
NOT_IMPORTED = (models.Document, models.Citation, models.Exclusion)
PAGES = {
    "changelist",
    "add",
    "change",
    "history",
    "delete",
    "submit",
    "review",
    "retract",
    "restore",
    "simple_history",
    "duplicates",
    "similar",
    "compare",
    "export",
    "import",
}
# Only by POST, or shown in a test of their own below.
ELSEWHERE = {
    "merge",
    "distinct",
    "undo_merge",
    "forget_pair",
    "process_import",
    "read",
    "text",
    "cite",
    "version",
}


def test_every_address_of_the_admin_is_one_of_these_pages():
    for model in BUILDERS:
        for pattern in admin.site._registry[model].get_urls():
            page = (pattern.name or "").removeprefix(f"relations_{model._meta.model_name}_")
            assert page in PAGES | ELSEWHERE | NO_PAGES, pattern.name
    own = {pattern.name for pattern in admin.site.get_urls() if hasattr(pattern, "name")}
    known = {*OF_THE_SITE, "logout", "jsi18n", "autocomplete", "view_on_site", "app_list", None}
    assert own <= known


OF_THE_SITE = ["index", "login", "password_change", "password_change_done", "desk_queue"]


@pytest.mark.long
@pytest.mark.parametrize("model", BUILDERS, ids=lambda model: model.__name__)
def test_every_page_of_each_noun_is_for_everybody(model, desk):
    desk.assert_good(*examples_of(model).values())


def test_the_pages_that_curators_see_most_are_for_everybody(desk):
    pages = examples_of(models.Statement)
    most = ("changelist", "change", "review", "compare")
    desk.assert_good(*(pages[f"relations_statement_{page}"] for page in most))


@pytest.mark.long
def test_the_pages_of_the_site_are_for_everybody(desk):
    issue = builders.an_issue(publication_status="draft", reviewed_in=None)
    review.submit(issue, a_user("anna"))
    user = get_user_model().objects.first()
    group = Group.objects.create(name="guests")
    desk.assert_good(
        *(reverse(f"admin:{name}") for name in OF_THE_SITE),
        reverse("admin:app_list", args=["relations"]),
        reverse("admin:auth_user_change", args=[user.pk]),
        reverse("admin:auth_group_change", args=[group.pk]),
    )
    desk.browser.driver.delete_all_cookies()
    desk.assert_good(reverse("admin:login"))


@pytest.mark.long
def test_the_reader_and_its_forms_are_for_everybody(desk):
    boss = get_user_model().objects.get(username="boss")
    sha256 = hashlib.sha256(TEXT.encode()).hexdigest()
    document = builders.a_document(sha256=sha256, length=len(TEXT))
    store_text(document, TEXT, boss)
    builders.a_citation(document=document, start=1, end=14)
    builders.a_statement(text="We shall fish,")
    read, cite = (
        reverse(f"admin:relations_document_{page}", args=[document.pk]) for page in ("read", "cite")
    )
    kinds = ("statement", "position", "fact", "nothing")
    newer = store_text(document, TEXT.replace("We shall fish", "We will fish"), boss)
    version = reverse("admin:relations_document_version", args=[document.pk, newer.number])
    desk.assert_good(
        f"{read}?start=1&end=14&quote=We+shall",
        f"{read}?quote=We+will+fish",
        *(f"{cite}?text=1&start=1&end=15&as={kind}" for kind in kinds),
        reverse("admin:relations_document_text", args=[document.pk]),
        version,
    )


@pytest.mark.long
def test_a_conflict_and_a_correction_are_shown_to_everybody(desk):
    boss = get_user_model().objects.get(username="boss")
    issue = builders.an_issue(name="Fishing")
    before = proposals.picture(issue)
    key = ("issue", issue.pk)
    after = before | {key: before[key] | {"name": "Fisheries"}}
    proposals.keep(issue, boss, before, after, "A slip.")
    change = reverse("admin:relations_issue_change", args=[issue.pk])
    desk.assert_good(change, reverse("admin:relations_issue_review", args=[issue.pk]))
    # Two tabs: the second meets what the first has stored.
    draft = builders.an_issue(name="Ports", publication_status="draft", reviewed_in=None)
    url = reverse("admin:relations_issue_change", args=[draft.pk])
    desk.browser.open(url)
    draft.name = "Harbours"
    draft.save()
    driver = desk.browser.driver
    driver.find_element("name", "change_reason").send_keys("A test.")
    driver.find_element("name", "_save").click()
    wait_for(desk.browser, ".conflict", "Harbours")
    assert_clean(desk.browser)
    assert desk.violations_here() == []
