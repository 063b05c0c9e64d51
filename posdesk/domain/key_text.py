"""Texts that name something on two systems: bill numbers, receipt keys, pickup codes, appids.

A platform pads its columns, a till writes full-width digits, a copied cell brings a zero-width mark along.
What was written is kept and goes out again; what is compared is a form of its own (contracts.md, 'Numbers as
keys').
"""

import unicodedata

MOST_CHARACTERS = 64
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_CONTROL = frozenset({"Cc", "Zl", "Zp"})
_UNSEEN = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
)  # shown as nothing, called letters or marks


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
    for character in text:
        _check(character)
    if len(text) > MOST_CHARACTERS:
        raise BadKey(f"最多 {MOST_CHARACTERS} 字", f"at most {MOST_CHARACTERS} characters")
    return text


def _check(character: str) -> None:
    category = unicodedata.category(character)
    name = f"U+{ord(character):04X}"
    if category == "Cf" or character in _UNSEEN:
        raise BadKey(f"含有看不见的字符 {name}", f"it holds the invisible character {name}")
    if category in _CONTROL:
        raise BadKey(f"含有控制字符 {name}", f"it holds the control character {name}")
    if category == "Cs":
        raise BadKey(f"含有不成字的编码 {name}", f"it holds {name}, which is no character")


def compared(text: str) -> str:
    """The form in which two such texts are the same: full-width ASCII and blanks folded, in NFC.

    Nothing else is folded: NFKC would make `A²` and `A2` one.
    """
    return unicodedata.normalize("NFC", text.translate(_FULL_WIDTH))
