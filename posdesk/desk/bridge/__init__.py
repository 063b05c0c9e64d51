"""The one way from the window to journal and engine: act, ask, and what has changed since."""
