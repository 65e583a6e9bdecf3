"""The inverse of pages/_ui/player/payload.py, written from its description alone."""

import json
import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np

Tree = Any
Column = np.ndarray[Any, np.dtype[Any]]


def decode(message: bytes) -> Tree:
    """The header of ``message`` with every column in its place, as a flat or 2D numpy array."""
    body = zlib.decompress(message)
    header = header_of(body)
    sizes = {r["column"]: int(np.prod(r["shape"])) for r in references(header)}
    assert sorted(sizes) == list(range(len(sizes)))
    at = 4 + int.from_bytes(body[:4], "little")
    columns = []
    for place in range(len(sizes)):
        columns.append(unshuffled(body[at : at + 4 * sizes[place]]))
        at += 4 * sizes[place]
    assert at == len(body)
    return filled(header, columns)


def header_of(body: bytes) -> Tree:
    """The JSON in front, in which NaN and Infinity are errors."""
    length = int.from_bytes(body[:4], "little")
    return json.loads(body[4 : 4 + length], parse_constant=refuse)


def refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def references(node: Tree) -> Iterator[Tree]:
    """Every reference to a column within ``node``."""
    if isinstance(node, dict) and "column" in node:
        yield node
    elif isinstance(node, dict | list):
        for child in node.values() if isinstance(node, dict) else node:
            yield from references(child)


def unshuffled(raw: bytes) -> Column:
    """The bit patterns of one column: its four rows of bytes side by side, summed up."""
    bytes_of_each = np.frombuffer(raw, np.uint8).reshape(4, -1).T
    differences = np.ascontiguousarray(bytes_of_each).view(np.int32).ravel()
    return np.cumsum(differences, dtype=np.int32)


def filled(node: Tree, columns: list[Column]) -> Tree:
    """``node`` with each reference replaced by its column."""
    if isinstance(node, dict) and "column" in node:
        kind = np.int32 if node["kind"] == "int" else np.float32
        return columns[node["column"]].view(kind).reshape(node["shape"])
    if isinstance(node, dict):
        return {key: filled(value, columns) for key, value in node.items()}
    return [filled(value, columns) for value in node] if isinstance(node, list) else node
