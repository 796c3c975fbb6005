"""The curator's desk in a real browser: from a text to a published, corrected, retracted entry."""

import hashlib

from django.urls import reverse
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from relations import models
from relations.document_texts import current_text, store_text
from tests import builders
from tests.browser.desk import (
    click,
    mark_by_keyboard,
    mark_by_mouse,
    press,
    press_tab_until,
    wait_for_text,
    wait_until_marked,
)
from tests.browser.test_admin_in_browser import assert_clean, choose, element
from tests.browser.waiting import wait_until
from tests.people import a_member, logged_in

TEXT = (
    "🐟🐟 Talks at Strelsau\n"
    "“We shall fish,” Mr Rassendyll said.\n"
    "He added: “That’s co\u2011operation, is it\n"
    "not?” and left.\n"
)
CASES = {
    "after an emoji": "Talks at Strelsau",
    "the emoji itself": "🐟 Talks",
    "curly quotation marks": "“We shall fish,”",
    "a non-breaking hyphen": "That’s co\u2011operation",
    "over a line break": "is it\nnot?",
}


def as_member(browser, name, role):
    """The browser, logged in as a new member of a group."""
    member = a_member(name, role)
    be(browser, member)
    return member


def be(browser, member):
    browser.driver.delete_all_cookies()
    browser.log_in(logged_in(member))


def a_document(user, text=TEXT):
    document = builders.a_document(
        sha256=hashlib.sha256(text.encode()).hexdigest(), length=len(text), title="Fishing talks"
    )
    store_text(document, text.encode(), user)
    return document


def read(browser, document):
    browser.open(reverse("admin:relations_document_read", args=[document.pk]))


def open_page(browser, entry, page):
    name = f"admin:relations_{entry._meta.model_name}_{page}"
    browser.open(reverse(name, args=[entry.pk]))


def place_of(words):
    start = TEXT.index(words)
    return start, start + len(words)


def test_a_passage_is_marked_by_mouse_to_the_code_point(browser):
    read(browser, a_document(as_member(browser, "cora", "curator")))
    for words in CASES.values():
        mark_by_mouse(browser, words)
        wait_until_marked(browser, *place_of(words))
    assert_clean(browser)


def test_a_passage_is_marked_by_keyboard_to_the_code_point(browser):
    read(browser, a_document(as_member(browser, "cora", "curator")))
    press_tab_until(browser, "document-text")
    for words in CASES.values():
        mark_by_keyboard(browser, words, text=TEXT)
        wait_until_marked(browser, *place_of(words))
    assert_clean(browser)


def test_the_text_cannot_be_changed_by_typing_pasting_or_cutting(browser):
    read(browser, a_document(as_member(browser, "cora", "curator")))
    mark_by_mouse(browser, "We shall fish")
    press(browser, "x" + Keys.DELETE + Keys.BACKSPACE)
    press(browser, "xv", holding=Keys.CONTROL)
    shown = browser.driver.execute_script(
        "return document.getElementById('document-text').textContent"
    )
    assert shown == TEXT


def test_a_click_on_what_is_cited_leads_to_its_fact(browser):
    document = a_document(as_member(browser, "cora", "curator"))
    start, end = place_of("Mr Rassendyll")
    person = builders.a_person(name="Rudolf Rassendyll")
    citation = builders.a_citation(person=person, document=document, start=start, end=end)
    read(browser, document)
    item = browser.driver.find_element(By.ID, f"citation-{citation.pk}")
    assert not item.is_displayed()
    click(browser, "mark.citation")
    # The browser tells of a moved caret after the click, not with it.
    wait_until(browser, item.is_displayed)
    item.find_element(By.LINK_TEXT, "Rudolf Rassendyll").click()
    wait_for_text(browser, "Rudolf Rassendyll", "#content")
    assert_clean(browser)


def test_from_a_text_to_a_published_corrected_and_retracted_statement(browser, reader):
    cora = as_member(browser, "cora", "curator")
    rhea, edith = a_member("rhea", "reviewer"), a_member("edith", "editor-in-chief")
    builders.a_party(name="Ruritania")
    builders.an_issue(name="Fishing")
    builders.a_person(name="Rassendyll")
    # A new document, with its text.
    browser.open(reverse("admin:relations_document_add"))
    element(browser, "title").send_keys("Fishing talks")
    element(browser, "language").send_keys("en")
    browser.driver.execute_script(
        "document.getElementsByName('pasted_text')[0].value = arguments[0]", TEXT
    )
    element(browser, "_save").click()
    wait_for_text(browser, "was added successfully")
    document = models.Document.objects.get()
    assert current_text(document).text == TEXT
    # A marked passage becomes a statement.
    read(browser, document)
    mark_by_mouse(browser, "We shall fish,")
    wait_until_marked(browser, *place_of("We shall fish,"))
    click(browser, "button[value=statement]")
    wait_for_text(browser, "What is it?", "h1")
    Select(element(browser, "mode")).select_by_value("direct")
    choose(browser, "speaker", "Rassen")
    element(browser, "speaker_as_printed").send_keys("Mr Rassendyll")
    Select(element(browser, "authority")).select_by_value("delegation")
    element(browser, "said_on").send_keys("2031-05-13")
    Select(element(browser, "said_basis")).select_by_value("stated")
    slug = element(browser, "slug")
    slug.clear()
    slug.send_keys("rassendyll-fish")
    click(browser, "input[value='Store as a draft']")
    wait_for_text(browser, "Stored as a draft")
    assert_clean(browser)
    statement = models.Statement.objects.get()
    assert (statement.text, statement.speaker.name) == ("We shall fish,", "Rassendyll")
    reader.get_json("/api/v1/statements/rassendyll-fish", expect=404)
    # Sent for review, document first, and published by another.
    for entry in (document, statement):
        be(browser, cora)
        open_page(browser, entry, "change")
        click(browser, f"a[href$='/{entry.pk}/submit/']")
        click(browser, "input[value='Send for review']")
        wait_for_text(browser, "Sent for review.")
        assert not browser.driver.find_elements(By.CSS_SELECTOR, "[value=approve]")
        be(browser, rhea)
        browser.open(reverse("admin:desk_queue"))
        browser.driver.find_element(By.PARTIAL_LINK_TEXT, str(entry)[:20]).click()
        click(browser, "[value=approve]")
        wait_for_text(browser, "Published.")
    answer = reader.get_json("/api/v1/statements/rassendyll-fish")
    assert (answer["text"], answer["version"], answer["reviewed_in"]) == (
        "We shall fish,",
        1,
        "desk",
    )
    # Corrected: nothing changes until it is approved.
    be(browser, cora)
    open_page(browser, statement, "change")
    element(browser, "venue").send_keys("Strelsau")
    element(browser, "change_reason").send_keys("The place is printed above.")
    element(browser, "_save").click()
    wait_for_text(browser, "kept as a proposal")
    click(browser, "[value=send]")
    wait_for_text(browser, "Sent for review.")
    assert reader.get_json("/api/v1/statements/rassendyll-fish")["venue"] == ""
    be(browser, rhea)
    open_page(browser, statement, "review")
    assert browser.driver.find_element(By.TAG_NAME, "ins").text == "Strelsau"
    click(browser, "[value=approve]")
    wait_for_text(browser, "Published.")
    answer = reader.get_json("/api/v1/statements/rassendyll-fish")
    assert (answer["venue"], answer["version"]) == ("Strelsau", 2)
    assert answer["correction_reason"] == "The place is printed above."
    # Retracted, with its history.
    be(browser, edith)
    open_page(browser, statement, "retract")
    browser.driver.find_element(By.ID, "reason").send_keys("It was another speaker.")
    click(browser, "input[value=Retract]")
    wait_for_text(browser, "Retracted.")
    reader.get_json("/api/v1/statements/rassendyll-fish", expect=410)
    open_page(browser, statement, "history")
    history = browser.driver.find_element(By.ID, "content-main").text
    for part in ("It was another speaker.", "The place is printed above.", "edith", "cora", "rhea"):
        assert part in history, part
    assert_clean(browser)


def test_the_flow_works_by_keyboard_alone(browser):
    document = a_document(as_member(browser, "cora", "curator"))
    read(browser, document)
    press_tab_until(browser, "document-text")
    mark_by_keyboard(browser, "We shall fish", text=TEXT)
    wait_until_marked(browser, *place_of("We shall fish"))
    press(browser, Keys.ENTER)
    assert browser.driver.switch_to.active_element.text == "Statement"
    press(browser, Keys.ENTER)
    wait_for_text(browser, "What is it?", "h1")
    press_tab_until(browser, "id_mode")
    press(browser, "Direct")
    press_tab_until(browser, "id_speaker_as_printed")
    press(browser, "Mr Rassendyll")
    press_tab_until(browser, "id_authority")
    press(browser, "Delegation")
    press_tab_until(browser, "id_slug")
    press(browser, "a", holding=Keys.CONTROL)
    press(browser, "by-keyboard" + Keys.ENTER)
    wait_for_text(browser, "Stored as a draft")
    statement = models.Statement.objects.get(slug="by-keyboard")
    assert statement.text == "We shall fish"
    open_page(browser, statement, "submit")
    for _ in range(60):
        press(browser, Keys.TAB)
        if browser.driver.switch_to.active_element.get_attribute("value") == "Send for review":
            break
    press(browser, Keys.ENTER)
    wait_for_text(browser, "Sent for review.")
    assert_clean(browser)


def test_the_second_of_two_tabs_meets_both_texts(browser):
    as_member(browser, "cora", "curator")
    issue = builders.an_issue(name="Fishing", publication_status="draft", reviewed_in=None)
    open_page(browser, issue, "change")
    first = browser.driver.current_window_handle
    browser.driver.switch_to.new_window("tab")
    second = browser.driver.current_window_handle
    open_page(browser, issue, "change")
    for tab, name in ((first, "Fisheries"), (second, "Fish")):
        browser.driver.switch_to.window(tab)
        element(browser, "name").clear()
        element(browser, "name").send_keys(name)
        element(browser, "change_reason").send_keys("A better name.")
        click(browser, "[name=_save]")
    wait_for_text(browser, "cora changed “Fisheries”")
    assert models.Issue.objects.get().name == "Fisheries"
    assert element(browser, "name").get_attribute("value") == "Fish"
    browser.driver.close()
    browser.driver.switch_to.window(first)


def test_a_quote_typed_straight_is_found_and_another_word_refused(browser):
    read(browser, a_document(as_member(browser, "cora", "curator")))
    element(browser, "quote").send_keys('"We shall fish,"')
    click(browser, "input[value=Find]")
    wait_for_text(browser, "Line 2")
    browser.driver.find_element(By.LINK_TEXT, "Line 2").click()
    wait_until_marked(browser, *place_of("“We shall fish,”"))
    element(browser, "quote").clear()
    element(browser, "quote").send_keys("We will fish")
    click(browser, "input[value=Find]")
    wait_for_text(browser, "not in the document")
    assert browser.driver.find_element(By.CSS_SELECTOR, ".reader-side ins").text == "shall"
    assert_clean(browser)
