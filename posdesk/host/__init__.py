"""What any program needs of this PC: logs, memory, files for its own account, streams, an end in order."""
