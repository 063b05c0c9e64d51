"""The Pickup page: a code becomes an order, then a verification that can't be undone."""
