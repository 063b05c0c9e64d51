"""The topic of the chain's relay: the enrolment line, and how the relay is."""
