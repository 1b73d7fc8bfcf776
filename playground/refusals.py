"""What is refused is said twice. `str()` uses the names that are typed: on the command line, in JSON, in TOML. `words`
uses the labels of the page, for people who never see a name. Every error that reaches a page is one of these.
"""

from typing import ClassVar


class NotLegal(ValueError):
    """A setting, a fault, or two of them together that are not legal."""

    code: ClassVar[str] = "refused"
    """What the live protocol calls it."""
    knob: str | None = None
    """The control concerned, where it is one."""

    def __init__(self, message: str, words: str = "") -> None:
        super().__init__(message)
        self.words = words or message

    @property
    def sentence(self) -> str:
        """`words` as a sentence."""
        return f"{self.words[:1].upper()}{self.words[1:]}."


def words_of(error: ValueError) -> str:
    """For a page, of any error: those that nobody words for people say what they say."""
    return error.words if isinstance(error, NotLegal) else str(error)
