"""A platform and how it signs: its fields, the forms of signature, how it reaches this PC.

The first start's step and the settings' topic show the same parts.
"""
