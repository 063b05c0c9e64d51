"""The Orders page (Ctrl+1): lanes, detail, STOP, refuse, pay and find."""
