"""The journal with real files, real processes and real full disks."""
