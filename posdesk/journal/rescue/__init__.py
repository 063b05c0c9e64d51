"""A journal that is damaged, set back or restored: what can be read of it, and what it lost."""
