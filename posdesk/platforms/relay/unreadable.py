"""What came over the relay and can't be read, or was not written by whom it should be."""

from posdesk.platforms.jsontext import BadJson, read_json


class Unreadable(ValueError):  # noqa: N818 - named as people say it
    """Why, in both languages; nothing of it is used."""

    def __init__(self, zh: str, en: str) -> None:
        """The reason, for a stray call, the log and Sync."""
        super().__init__(f"{zh} / {en}")
        self.zh, self.en = zh, en


def read_object(data: bytes) -> dict[str, object]:
    """The JSON object that it is. Raises Unreadable."""
    try:
        value = read_json(data)
    except BadJson as error:
        raise Unreadable("不是 JSON", f"no JSON: {error}") from error
    if not isinstance(value, dict):
        raise Unreadable("不是 JSON 对象", "no JSON object")
    return value
