"""``python -m benchmarks``: the core and the app beside the plain ways, then each page's first picture."""

from benchmarks import browser, core, lessons

if __name__ == "__main__":
    core.main()
    print()
    browser.main()
    print()
    lessons.main()
