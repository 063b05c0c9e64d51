"""Every test runs under the harness; the harness itself is tested by pytester."""

pytest_plugins = ["pytester", "tests.support.harness", "tests.support.journal_fixtures"]
