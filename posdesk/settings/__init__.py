"""posdesk.toml and the keyring: the models, the file with its comments, faults in words, secrets."""
