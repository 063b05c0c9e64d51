"""The word by which a notice says that something of a shift was written."""

TOPIC = "shifts"
