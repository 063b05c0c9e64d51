"""The platforms as their documents describe them, with a memory and with faults on demand.

A process of its own, used by the demo, by training and by tests. Each platform is one part of the server;
the O2O ordering sites are in `o2o`, hourly sales in `ovopark`, receipts in `wdk`; `till` hands receipts in.
"""
