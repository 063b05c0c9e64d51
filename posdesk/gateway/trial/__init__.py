"""A chain's servers on this PC, with a store that is thrown away: for the demo, a trial and the tests."""
