"""What the tests stand on: a screen, a Secret Service, keyring backends, the harness itself."""
