"""The first start: a wizard over the fields, tests and proofs that Settings has, too."""
