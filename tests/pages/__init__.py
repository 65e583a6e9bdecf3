"""Tests of what the pages share: figures, tables, sentences, messages, widgets."""
