"""The settings page (Ctrl+6): one topic a platform, a form, a test call, and saving."""
