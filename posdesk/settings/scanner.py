"""The counter's scanners, as posdesk.toml says them: the section `[scanner]`."""

from typing import Annotated, Literal

from pydantic import Field

from posdesk.domain.pickup.scan_code import SLOWEST_IN_A_FIELD_MS, Fold, ScanProfile
from posdesk.settings.model import Model, Seen


class Scanner(Model):
    """How this counter's scanner sends a code; learnt on the Settings page. With two, the slower one counts.

    `max_gap_ms`: the longest time between two keys where a text field has the focus (a person needs longer).
    `suffix`: characters, or a key as "<Enter>", "<Tab>", "<F12>"; "" where none was learnt.
    `port`: a second way beside the keyboard, a serial port as COM3 or /dev/ttyACM0, at `speed` bits a second;
    it alone is read while another program is in front. "" where there is none.
    """

    max_gap_ms: Annotated[int, Field(ge=5, le=SLOWEST_IN_A_FIELD_MS)] = 35
    prefix: Annotated[str, Field(max_length=16)] = ""
    suffix: Annotated[str, Field(max_length=16)] = ""
    case: Literal["none", "upper", "lower"] = "none"
    port: Annotated[Seen, Field(max_length=200)] = ""
    speed: Annotated[int, Field(ge=300, le=1_000_000)] = 9600

    @property
    def profile(self) -> ScanProfile:
        """As the scan router goes by it."""
        return ScanProfile(
            max_gap_ms=self.max_gap_ms, prefix=self.prefix, suffix=self.suffix, fold=Fold(self.case)
        )
