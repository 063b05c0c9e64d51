"""Receipt printers: a slip's lines as ESC/POS, and the ways to a printer. No Qt, no journal."""
