"""``python -m benchmarks``: the core beside a plain notebook, then the app beside plain Streamlit."""

from benchmarks import browser, core

if __name__ == "__main__":
    core.main()
    print()
    browser.main()
