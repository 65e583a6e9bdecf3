"""A program as a Python script, and as a Jupyter notebook."""

from textwrap import fill

from pages._ui.takeaway.pytorch import Program

_WIDTH = 88
_KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def script(program: Program) -> str:
    """``program`` as the text of a .py file."""
    about = "\n\n".join(_lines(text, "") for text in (program.title, *program.about))
    head = f'"""{about}\n"""\n\n{program.parts[0].code}'
    sections = [f"{_lines(part.text, '# ')}\n{part.code}" for part in program.parts[1:]]
    body = "\n\n\n".join(sections)
    return f"{head}\n\n{body}\n"


def notebook(program: Program) -> str:
    """``program`` as the text of an .ipynb file, version 4.5, checked against the format."""
    # Half a second that only who takes a notebook away waits for.
    import nbformat
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

    about = "\n\n".join(program.about)
    # Names instead of random ones: the same experiment is the same file.
    cells = [new_markdown_cell(f"# {program.title}\n\n{about}", id="about")]
    for place, part in enumerate(program.parts):
        if part.text:
            cells.append(new_markdown_cell(part.text, id=f"text-{place}"))
        cells.append(new_code_cell(part.code, id=f"code-{place}"))
    book = new_notebook(cells=cells, metadata=_KERNEL)
    nbformat.validate(book)
    return str(nbformat.writes(book)) + "\n"


def _lines(text: str, prefix: str) -> str:
    return fill(
        text,
        _WIDTH,
        initial_indent=prefix,
        subsequent_indent=prefix,
        break_long_words=False,
        break_on_hyphens=False,
    )
