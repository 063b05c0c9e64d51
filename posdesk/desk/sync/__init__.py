"""The sync page, first form: what needs a person, what nobody knows, what is tried again by itself."""
