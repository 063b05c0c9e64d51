"""A receipt printer at port 9100, written from Epson's command reference; it knows nothing of who prints.

What it prints becomes PNG files. Paper, cover, line and answers fail on demand.
"""
