"""A store's relay in its engine: imported only where the settings have one."""
