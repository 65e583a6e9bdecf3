"""``python -m benchmarks``: the core and the app beside the plain ways, then each page's first picture."""

import sys

from benchmarks import browser, core, lessons

if __name__ == "__main__":
    codes = []
    for each in (core, browser, lessons):
        codes.append(each.main())
        print()
    sys.exit(max(codes))
