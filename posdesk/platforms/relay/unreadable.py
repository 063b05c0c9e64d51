"""What came over the relay and can't be read, or was not written by whom it should be."""


class Unreadable(ValueError):  # noqa: N818 - named as people say it
    """Why, in both languages; nothing of it is used."""

    def __init__(self, zh: str, en: str) -> None:
        """The reason, for a stray call, the log and Sync."""
        super().__init__(f"{zh} / {en}")
        self.zh, self.en = zh, en
