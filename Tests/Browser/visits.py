"""What visitors do with tabs, and what they leave behind."""


def visit(context, ingest, address, wait=True):
    """Opens `address` in a new tab and, unless told otherwise, waits until its page view has been taken.

    The page has `errors` and `warnings`: what became of the widget's mistakes and of the page's."""
    page = context.new_page()
    page.errors, page.warnings = [], []
    page.on("pageerror", lambda error: page.errors.append(error))
    page.on("console", lambda message: message.type == "warning" and page.warnings.append(message.text))
    seen = len(ingest.of_type("page"))
    page.goto(address)
    if wait:
        ingest.wait(lambda: len(ingest.of_type("page")) > seen, "the page view")
    return page


def leave(page):
    """Closes a tab as a visitor does, the page's last words included, and waits until it is gone."""
    with page.expect_event("close"):
        page.close(run_before_unload=True)


def left_behind(page, ingest, count, age=90):
    """Puts into storage what a page leaves that was killed `age` seconds ago: events `left 0`, `left 1` and so on."""
    page.evaluate(
        """([prefix, count, age]) => {
          for (let i = 0; i < count; i += 1) {
            const left = {type: 'track', event: 'left ' + i, messageId: 'left ' + i, context: {}};
            localStorage[`${prefix}message ${Date.now() - age * 1000} ${1e6 + i}`] = JSON.stringify(left);
          }
        }""",
        [f"strata {ingest.address}  ", count, age],
    )


def open_together(page, address, count):
    """Opens the page at `address` in so many tabs at once."""
    page.evaluate(
        "([address, count]) => { while (count--) window.open(address, '_blank', 'noopener'); }", [address, count]
    )
