"""The insights of the Lab by the words that a link says, in the order of their pills and keys."""

NAMES = ("batch", "limit", "optimizer", "compare", "sweep", "starts", "slices", "solid")
