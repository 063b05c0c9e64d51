"""Sentences one after the other: with a space between them in English, with none in Chinese."""

from posdesk.desk.language import is_chinese


def joined(*sentences: str) -> str:
    """The sentences that are not empty, in their order."""
    return ("" if is_chinese() else " ").join(sentence for sentence in sentences if sentence)
