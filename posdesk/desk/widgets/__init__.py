"""What pages and frame are made of: buttons, labels, tabs, days."""
