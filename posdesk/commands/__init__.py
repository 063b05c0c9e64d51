"""What the larger commands do; `posdesk.cli` reads their words."""
