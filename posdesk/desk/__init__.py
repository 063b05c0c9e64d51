"""The desk: everything that is Qt. It shows what the journal holds and asks for what a person wants."""
