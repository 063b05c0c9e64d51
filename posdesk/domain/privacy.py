"""What of a customer is shown: a phone as 138****1234, an address by its beginning (product row 59)."""

_SHOWN_OF_ADDRESS = 6


def masked_phone(phone: str) -> str:
    """First three and last four of a mobile number; of a shorter one the end only: most stays hidden."""
    phone = phone.strip()
    if len(phone) >= 11:
        return f"{phone[:3]}****{phone[-4:]}"
    if len(phone) >= 8:
        return f"****{phone[-4:]}"
    return f"****{phone[-2:]}" if len(phone) > 2 else "****" if phone else ""


def last_four(phone: str) -> str:
    """The last four digits, by which a counter calls a customer; empty for none."""
    digits = "".join(c for c in phone if c.isdigit())
    return digits[-4:] if len(digits) >= 7 else ""


def masked_address(address: str) -> str:
    """The first six characters, the rest starred."""
    address = address.strip()
    return address if len(address) <= 2 else f"{address[: min(_SHOWN_OF_ADDRESS, len(address) // 2)]}****"
