"""ovopark's open platform as its document has it: an hour's sales, held once, covered on demand."""
