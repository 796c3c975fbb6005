"""What the browser tests of the desk do with pages: mark words, fill in forms, take steps."""

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.waiting import wait_for, wait_until

# Where words begin and end on the screen: the first place of them in the text of the document.
PLACE_OF_WORDS = """
const [words] = arguments;
const text = document.getElementById("document-text");
const at = text.textContent.indexOf(words);
const range = document.createRange();
const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
let passed = 0, node;
let started = false;
while ((node = walker.nextNode())) {
  const length = node.data.length;
  if (!started && at < passed + length) { range.setStart(node, at - passed); started = true; }
  if (started && at + words.length <= passed + length) {
    range.setEnd(node, at + words.length - passed);
    break;
  }
  passed += length;
}
text.scrollTop = 0;
range.startContainer.parentElement.scrollIntoView({ block: "center" });
const rects = [...range.getClientRects()];
const first = rects[0], last = rects[rects.length - 1];
return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
"""


def mark_by_mouse(browser, words):
    """Drag over the words, from the first letter to the last."""
    left, top, right, bottom = map(int, browser.driver.execute_script(PLACE_OF_WORDS, words))
    actions = ActionBuilder(browser.driver)
    actions.pointer_action.move_to_location(left, top).pointer_down()
    actions.pointer_action.move_to_location(right, bottom).pointer_up()
    actions.perform()


def mark_by_keyboard(browser, words, *, text):
    """Go to the words by arrow keys, and select them with Shift; the focus is on the text."""
    before, _, _ = text.partition(words)
    press(browser, Keys.HOME, holding=Keys.CONTROL)
    # The caret moves over one code point at a time, in the texts of these tests.
    press(browser, Keys.ARROW_RIGHT * len(before))
    press(browser, Keys.ARROW_RIGHT * len(words), holding=Keys.SHIFT)


def press(browser, keys, *, holding=None):
    """Press keys one after the other, perhaps while another is held down."""
    actions = ActionChains(browser.driver)
    if holding:
        actions.key_down(holding)
    actions.send_keys(keys)
    if holding:
        actions.key_up(holding)
    actions.perform()


def press_tab_until(browser, element_id, most=80):
    """Move the focus forward until it is on an element; fails if it never comes there."""
    for _ in range(most):
        if browser.driver.switch_to.active_element.get_attribute("id") == element_id:
            return
        press(browser, Keys.TAB)
    raise AssertionError(f"Tab does not lead to {element_id}.")


def marked(browser):
    """Start and end of the passage that is marked, as the page would send them."""
    form = browser.driver.find_element(By.ID, "selection-form")
    return tuple(
        int(form.find_element(By.NAME, name).get_attribute("value")) for name in ("start", "end")
    )


def wait_until_marked(browser, start, end):
    wait_until(
        browser,
        lambda: marked_or_none(browser) == (start, end),
        f"{start}–{end} is not marked, but {marked_or_none(browser)}",
    )


def marked_or_none(browser):
    try:
        return marked(browser)
    except ValueError:
        return None


def click(browser, selector):
    element = browser.driver.find_element(By.CSS_SELECTOR, selector)
    browser.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
    element.click()


def wait_for_text(browser, part, selector="body"):
    wait_for(browser, selector, part)
