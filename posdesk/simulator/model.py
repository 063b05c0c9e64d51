"""The base of everything that a simulator is told as JSON."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """Unknown keys are an error, and nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)
