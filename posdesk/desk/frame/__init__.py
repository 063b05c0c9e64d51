"""What stands around every page: top bar, rail, bands, action bar; the window, sign-in and alarm."""
