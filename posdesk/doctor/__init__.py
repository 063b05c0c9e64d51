"""`posdesk doctor`: looks at every part beside a running desk or without one, and says what to do.

`command.look` looks; `health` makes a line a part of it, the same for the command's text, the Health page and
the diagnostic file.
"""
