"""Starts the app: ``gradient-descent-lab``, or ``python -m gradient_descent_lab``.

What follows on the command line goes to ``streamlit run``, as in ``gradient-descent-lab --server.port=8600``.
"""

import sys
from pathlib import Path

from streamlit.web.cli import main as streamlit

HERE = Path(__file__).parent


def main() -> None:
    """Serve the app until it is stopped."""
    # In a wheel the app lies in this folder, in a checkout beside it.
    app = next(path for folder in (HERE, HERE.parent) if (path := folder / "app.py").exists())
    sys.argv = ["streamlit", "run", str(app), *sys.argv[1:]]
    streamlit()


if __name__ == "__main__":
    main()
