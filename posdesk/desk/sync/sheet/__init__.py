"""The daily sheet: the three books of a business day beside each other, and what mends their differences."""
