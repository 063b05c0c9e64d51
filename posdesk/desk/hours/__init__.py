"""The manager's page: what each hour sold, by source, and whether ovopark has it (rows 39, 40, 43)."""
