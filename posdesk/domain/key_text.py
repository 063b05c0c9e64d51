"""Texts that name something on two systems: bill numbers, receipt keys, pickup codes, appids.

A platform pads its columns, a till writes full-width digits, a copied cell brings a zero-width mark along.
What was written is kept and goes out again; what is compared is a form of its own (contracts.md, 'Numbers as
keys').
"""

import re
import unicodedata

MOST_CHARACTERS = 64
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_CONTROL = frozenset({"Cc", "Zl", "Zp"})
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0") | frozenset(
    map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)
"""Shown as nothing, though they are called letters or marks; the last two spans choose a letter's look."""
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])\s+(?=[0-9])")


class BadKey(ValueError):  # noqa: N818 - said as a person would
    """A text that can name nothing; `zh` and `en` say why."""

    def __init__(self, zh: str, en: str) -> None:
        """The reason in both languages."""
        super().__init__(f"{zh} / {en}")
        self.zh, self.en = zh, en


def key_text(written: str) -> str:
    """The text as it was written, without the blanks, tabs and line ends around it.

    Raises BadKey for one that is empty or over 64 characters, or holds an invisible or a control character.
    """
    text = written.strip()
    if not text:
        raise BadKey("不能为空", "it must not be empty")
    must_be_seen(text)
    if len(text) > MOST_CHARACTERS:
        raise BadKey(f"最多 {MOST_CHARACTERS} 字", f"at most {MOST_CHARACTERS} characters")
    return text


def must_be_seen(text: str) -> None:
    """Raises BadKey naming the first invisible or control character in it; blanks between words are none."""
    if not (text.isascii() and text.isprintable()):  # most are, and there are thousands a call
        for character in text:
            _check(character)


def trimmed(text: str) -> str:
    """The text without the blanks and invisible marks at its ends; nothing else is changed."""
    start, end = 0, len(text)
    while start < end and _surrounds(text[start]):
        start += 1
    while end > start and _surrounds(text[end - 1]):
        end -= 1
    return text[start:end]


def _surrounds(character: str) -> bool:
    return character.isspace() or _is_unseen(character)


def _check(character: str) -> None:
    category = unicodedata.category(character)
    name = number_of(character)
    if _is_unseen(character):
        raise BadKey(f"含有看不见的字符 {name}", f"it holds the invisible character {name}")
    if category in _CONTROL:
        raise BadKey(f"含有控制字符 {name}", f"it holds the control character {name}")
    if category == "Cs":
        raise BadKey(f"含有不成字的编码 {name}", f"it holds {name}, which is no character")


def compared(text: str) -> str:
    """The form in which two such texts are the same: full-width ASCII and blanks folded, in NFC.

    Nothing else is folded: NFKC would make `A²` and `A2` one. Blanks around it are no part of it here either.
    """
    if text.isascii():
        return text.strip()
    return unicodedata.normalize("NFC", text.translate(_FULL_WIDTH)).strip()


def typed_code(written: str) -> str:
    """A pickup code as a person typed or pasted it, without what only surrounds or spaces it.

    Platforms' apps print `1234 5678 9012`, an input method writes full-width digits, and a copied text brings
    invisible marks along at its ends. What is left may still be no code.
    """
    return _BETWEEN_DIGITS.sub("", trimmed(compared(written)))


def unseen_in(text: str) -> str:
    """The name (U+200B) of the first character in it that shows as nothing; empty where each can be seen."""
    return next((number_of(each) for each in text if _is_unseen(each)), "")


def named_unseen(text: str) -> tuple[str, str, str]:
    """A text without what shows as nothing, and where the first of that stands, in both languages.

    Only of a text that holds such a character.
    """
    name, seen = unseen_in(text), "".join(each for each in text if not _is_unseen(each))
    if _is_unseen(text[0]):
        return seen, f"{seen} 前有看不见的标记 {name}", f"an invisible mark {name} before {seen}"
    if _is_unseen(text[-1]) and sum(map(_is_unseen, text)) == 1:
        return seen, f"{seen} 后有看不见的标记 {name}", f"an invisible mark {name} behind {seen}"
    return seen, f"{seen} 中有看不见的标记 {name}", f"an invisible mark {name} in {seen}"


def number_of(character: str) -> str:
    """How a character that nobody can see is called: U+200B."""
    return f"U+{ord(character):04X}"


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) == "Cf" or character in _UNSEEN
