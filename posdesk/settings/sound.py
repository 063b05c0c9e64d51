"""`[sound]` of posdesk.toml."""

from pydantic import field_validator

from posdesk.domain.orders.sound_classes import NEVER_MUTED, SoundClass
from posdesk.settings.model import Model


class Sound(Model):
    """Which classes of sounds are silent (domain/orders/sound_classes.py); cancel and deadline never are."""

    muted: tuple[SoundClass, ...] = ()

    @field_validator("muted")
    @classmethod
    def _may_be_muted(cls, muted: tuple[SoundClass, ...]) -> tuple[SoundClass, ...]:
        for each in muted:
            if each in NEVER_MUTED:
                raise ValueError(f"{each.value} is never muted")
        return muted
