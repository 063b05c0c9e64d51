"""The topic "Start and updates": the start at sign-in, the program's version, another one."""
