"""What posdesk costs, as ratios within one run: `python -m tests.bench`. Not part of the suite."""
