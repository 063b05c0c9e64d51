"""posdesk: the order desk on a store's counter PC."""

from typing import Final

__version__: Final = "0.1.0"
