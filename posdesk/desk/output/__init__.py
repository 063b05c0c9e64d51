"""What leaves the desk: files, paper, and the dialogs that ask where to."""
